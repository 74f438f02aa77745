import { requireKey } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import type { Allotment } from "../domain/allotment.ts";

/** Puts what is left back into free stock. Its id is the key: closing twice is the same as once. */
export const closeAllotment = (
  { allotments, now }: Dependencies,
  { allotmentId, idempotencyKey }: { readonly allotmentId: string; readonly idempotencyKey: string },
): Promise<Allotment> => {
  requireKey(idempotencyKey, allotmentId);
  return allotments.close(allotmentId, now());
};
