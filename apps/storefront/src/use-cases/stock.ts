import type { Served } from "@caravan/service-kit";
import { useShared } from "@caravan/service-kit";
import type { InventoryClient } from "../clients/inventory.ts";
import type { Freshness } from "../dependencies.ts";
import { orUnknown } from "./or-unknown.ts";
import { createSharedReads } from "./shared-reads.ts";

/** The number of free pieces, or undefined when inventory is unreachable. */
export type FreePieces = number | undefined;

export interface Stock {
  /** Never rejects: a page without a figure is better than no page. */
  free(sku: string): Promise<Served<{ readonly free: FreePieces }>>;
  /** Of all lines of a cart at once, by SKU. Never rejects; unknown figures are left out. */
  freeOfAll(skus: readonly string[]): Promise<ReadonlyMap<string, number>>;
}

/**
 * An unknown figure is cached like any other, so that an inventory that hangs
 * holds up one page per second and not all of them.
 */
export const createStock = (client: InventoryClient, freshness: Freshness): Stock => {
  const ages = { ...freshness, staleSeconds: 4, staleOnErrorSeconds: 0, timeoutSeconds: 1 };
  const ask = async (skus: string): Promise<ReadonlyMap<string, number>> => {
    const list = () => client.listStock({ query: { skus } });
    const stock = await orUnknown("stock figure unknown", list, { skus });
    return new Map(stock?.items.map(({ sku, free }) => [sku, free]));
  };
  const figures = createSharedReads<{ readonly free: FreePieces }>({
    name: "stock",
    ...ages,
    maximumEntries: 1000,
    load: async (sku) => ({ free: (await ask(sku)).get(sku) }),
  });
  const carts = createSharedReads({ name: "cart-stock", ...ages, maximumEntries: 500, load: ask });
  return {
    free: (sku) => figures.read(sku),
    freeOfAll: async (skus) =>
      skus.length === 0 ? new Map() : useShared(await carts.read([...new Set(skus)].toSorted().join(","))),
  };
};
