import { Refusal } from "@caravan/contracts";
import type { Served } from "@caravan/service-kit";
import { log } from "@caravan/service-kit";
import type { InventoryClient } from "../clients/inventory.ts";
import type { Freshness } from "../dependencies.ts";
import { createSharedReads } from "./shared-reads.ts";

/** How many pieces are free to buy, or undefined when nobody can tell. */
export type FreePieces = number | undefined;

export interface Stock {
  /** Never rejects: a page without a figure is better than no page. */
  free(sku: string): Promise<Served<{ readonly free: FreePieces }>>;
}

/**
 * Not being able to tell is an answer like any other and is kept as long as one, so that an inventory that hangs
 * holds up one page in a second and not all of them.
 */
export const createStock = (client: InventoryClient, freshness: Freshness): Stock => {
  const figures = createSharedReads<{ readonly free: FreePieces }>({
    name: "stock",
    ...freshness,
    staleSeconds: 4,
    staleOnErrorSeconds: 0,
    maximumEntries: 1000,
    timeoutSeconds: 1,
    load: async (sku) => {
      try {
        const { items } = await client.listStock({ query: { skus: sku } });
        return { free: items.find((level) => level.sku === sku)?.free };
      } catch (error) {
        log.warn({ sku, code: error instanceof Refusal ? error.code : "unexpected" }, "stock figure unknown");
        return { free: undefined };
      }
    },
  });
  return { free: (sku) => figures.read(sku) };
};
