import { LRUCache } from "lru-cache";
import type { Dependencies, SaleStore } from "../dependencies.ts";
import { saleUnknown } from "../domain/refusals.ts";
import type { Sale } from "../domain/sale.ts";

/** So old a sale may be when a click is held against it: what decides is in Redis. */
const freshMilliseconds = 500;

const mostSales = 1000;

/** Keeps sales in memory for a moment, so that a rush costs the database two reads a second. */
export const openCurrentSales = ({ find }: Pick<SaleStore, "find">): Dependencies["currentSale"] => {
  const kept = new LRUCache<string, Sale>({
    max: mostSales,
    ttl: freshMilliseconds,
    // Without the database those whom Redis has decided about are still told.
    allowStaleOnFetchRejection: true,
    fetchMethod: async (id) => find(id),
  });
  return async (saleId) => {
    const sale = await kept.fetch(saleId);
    if (sale === undefined) throw saleUnknown(saleId);
    return sale;
  };
};
