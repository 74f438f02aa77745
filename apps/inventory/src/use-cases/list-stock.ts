import type { StockLevel } from "@caravan/contracts";
import type { Dependencies } from "../dependencies.ts";
import { stockReply } from "../domain/stock.ts";

/** Levels of the SKUs that are known, in the order they were asked for. */
export const listStock = async (
  { stock }: Dependencies,
  input: { skus: readonly string[] },
): Promise<{ items: StockLevel[] }> => {
  const levels = new Map((await stock.levels(input.skus)).map((level) => [level.sku, stockReply(level)]));
  return { items: [...new Set(input.skus)].flatMap((sku) => levels.get(sku) ?? []) };
};
