import type { Reconciliation } from "@caravan/contracts";
import type { Dependencies } from "../dependencies.ts";
import { reconciliationUnknown } from "../domain/refusals.ts";

export const getReconciliation = async (
  { reconciliations }: Dependencies,
  date: string,
): Promise<Reconciliation> => {
  const result = await reconciliations.find(date);
  if (result === undefined) throw reconciliationUnknown(date);
  return result;
};
