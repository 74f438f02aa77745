import { requireKey } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import { type Allotment, type NewAllotment, sameAllotment } from "../domain/allotment.ts";
import { allotmentDiffers, outOfStock, skuUnknown } from "../domain/refusals.ts";

/** Sets pieces aside for a flash sale: all or none. A repetition returns the same allotment as it is now. */
export const openAllotment = async (
  { allotments, newAllotmentId, now }: Dependencies,
  { idempotencyKey, ...asked }: Omit<NewAllotment, "id"> & { readonly idempotencyKey: string },
): Promise<Allotment> => {
  const { saleId, sku, pieces } = asked;
  // The sale's id is the key: the allotment itself then remembers the request.
  requireKey(idempotencyKey, saleId);
  const wanted = { ...asked, id: newAllotmentId() };
  const outcome = await allotments.open(wanted, now());
  if (outcome.outcome === "opened") return outcome.allotment;
  const existing = await allotments.findBySale(saleId);
  if (existing !== undefined) {
    if (!sameAllotment(existing, wanted)) throw allotmentDiffers(saleId);
    return existing;
  }
  if (outcome.outcome === "sale-known")
    throw new Error(`the allotment of ${saleId} is known and cannot be found`);
  if (outcome.levels.length === 0) throw skuUnknown([sku]);
  throw outOfStock([{ sku, quantity: pieces }], outcome.levels, () => "pieces");
};
