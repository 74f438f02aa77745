import type { SaleRehearsal } from "@caravan/contracts";
import type { Dependencies } from "../dependencies.ts";
import { rehearsalRuns, saleNotReachable, saleRuns, saleUnknown } from "../domain/refusals.ts";
import { isOver, isWarm } from "../domain/sale.ts";

/**
 * Sells a copy of a sale to a made-up crowd, by the Redis that will decide it.
 *
 * @throws Refusal `sale-unknown`, `sale-runs`, `rehearsal-runs`, `sale-not-reachable`
 */
export const rehearseSale = async (
  { sales, admissions, now }: Pick<Dependencies, "sales" | "admissions" | "now">,
  saleId: string,
  shoppers: number,
): Promise<SaleRehearsal> => {
  const sale = await sales.find(saleId);
  if (sale === undefined) throw saleUnknown(saleId);
  const at = now();
  const runs = (await sales.announced(at)).find((one) => isWarm(one, at) && !isOver(one, at));
  if (runs !== undefined) throw saleRuns(runs.id);
  const rehearsed = await admissions.rehearse(sale, shoppers).catch((error: unknown) => {
    throw saleNotReachable(error);
  });
  if (rehearsed === undefined) throw rehearsalRuns();
  const { differences: _, ...told } = rehearsed;
  return { shoppers, ...told };
};
