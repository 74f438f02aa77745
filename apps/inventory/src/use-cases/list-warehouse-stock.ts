import type { WarehouseLevel } from "@caravan/contracts";
import type { Dependencies } from "../dependencies.ts";
import { byPlace } from "../domain/goods.ts";
import { stockUnknown } from "../domain/refusals.ts";
import { levelReply } from "../domain/stock.ts";

/** The stock of one SKU in each warehouse, by the warehouse's name. */
export const listWarehouseStock = async (
  { stock }: Dependencies,
  input: { sku: string },
): Promise<{ items: WarehouseLevel[] }> => {
  const levels = await stock.levels([input.sku]);
  if (levels.length === 0) throw stockUnknown(input.sku);
  return { items: [...levels].sort(byPlace).map(levelReply) };
};
