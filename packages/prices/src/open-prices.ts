import { type productRoutes, Refusal } from "@caravan/contracts";
import type { Client } from "@caravan/dapr";
import { loadShared, type Served, useShared } from "@caravan/service-kit";
import DataLoader from "dataloader";
import { LRUCache } from "lru-cache";

/** The catalogue's entry of a SKU. */
export interface Price {
  readonly sku: string;
  readonly productId: string;
  readonly name: string;
  readonly priceCents: number;
  /** Absent while product is of the release before this one. */
  readonly category?: string | undefined;
}

/** Prices of the catalogue, at most two seconds old. */
export interface Prices {
  /** Prices of the SKUs that exist. @throws Refusal `prices-unavailable` */
  of(skus: readonly string[]): Promise<ReadonlyMap<string, Price>>;
}

const pricesUnavailable = (cause: unknown): Refusal =>
  new Refusal({
    kind: "unavailable",
    code: "prices-unavailable",
    detail: "Prices cannot be looked up at the moment, so nothing was ordered. Try again shortly.",
    retryAfterSeconds: 2,
    cause,
  });

/**
 * The maximum age of a price at the time of sale. Long enough that a busy shop makes one call instead of hundreds,
 * shorter than it takes a shopper to see a new price and press "buy".
 */
const longestAgeMilliseconds = 2_000;
const timeoutSeconds = 2;
const skusPerCall = 50;

/** Prices from product: concurrent requests share a call, and a request for a SKU that is being fetched waits for that call. */
export const openPrices = (
  product: Pick<Client<typeof productRoutes>, "listPrices">,
  clock: { now(): number } = performance,
): Prices => {
  const cacheMap = new LRUCache<string, Promise<Served<Price | undefined>>>({
    max: 1_000,
    ttl: longestAgeMilliseconds,
    ttlResolution: 0,
    perf: clock,
  });
  const loader = new DataLoader(
    (skus: readonly string[]) => load(product, skus),
    // Counted from before the call, so no price is ever older. A failed call is not cached.
    { maxBatchSize: skusPerCall, cacheMap },
  );
  return {
    async of(skus) {
      const found = await Promise.all(skus.map((sku) => loader.load(sku))).catch((error: unknown) => {
        throw pricesUnavailable(error);
      });
      const prices = found.map((served) => useShared(served));
      return new Map(prices.flatMap((price) => (price === undefined ? [] : [[price.sku, price]])));
    },
  };
};

const load = async (
  product: Pick<Client<typeof productRoutes>, "listPrices">,
  skus: readonly string[],
): Promise<Served<Price | undefined>[]> => {
  const { value, servedBy } = await loadShared(timeoutSeconds, () =>
    product.listPrices({ query: { skus: skus.join(",") }, timeoutSeconds }),
  );
  const bySku = new Map(
    value.items.map(({ price, ...rest }) => [rest.sku, { ...rest, priceCents: price.amountCents }]),
  );
  return skus.map((sku) => ({ value: bySku.get(sku), servedBy }));
};
