import type { StockLevel } from "@caravan/contracts";
import type { Dependencies } from "../dependencies.ts";
import { totalsOf } from "../domain/stock.ts";

/** Stock over all warehouses of the known SKUs, in the requested order. */
export const listStock = async (
  { stock }: Dependencies,
  input: { skus: readonly string[] },
): Promise<{ items: StockLevel[] }> => {
  const totals = new Map(totalsOf(await stock.levels(input.skus)).map((level) => [level.sku, level]));
  return { items: [...new Set(input.skus)].flatMap((sku) => totals.get(sku) ?? []) };
};
