import { isDeepStrictEqual } from "node:util";
import type { Offer } from "@caravan/contracts";
import type { Served } from "@caravan/service-kit";
import type { PromotionClient } from "../clients/promotion.ts";
import type { Freshness } from "../dependencies.ts";
import { orUnknown } from "./or-unknown.ts";
import { createSharedReads } from "./shared-reads.ts";

/** The price rules for pages: shared by all visitors. */
export interface Offers {
  /** Those that count now, in the order of their application. Never rejects; undefined when promotion does not answer. */
  list(): Promise<Served<readonly Offer[] | undefined>>;
}

export const createOffers = (client: Pick<PromotionClient, "listOffers">, freshness: Freshness): Offers => {
  let last: readonly Offer[] = [];
  const offers = createSharedReads<readonly Offer[] | undefined>({
    name: "offers",
    ...freshness,
    staleSeconds: 60,
    staleOnErrorSeconds: 0,
    maximumEntries: 1,
    timeoutSeconds: 1,
    // Unknown rules are cached like any other, so that a promotion that hangs does not hold up pages.
    load: () =>
      orUnknown("price rules unknown", async () => {
        const { items } = await client.listOffers({});
        // Pages are made again for rules that have changed, and not for the same ones once more.
        if (!isDeepStrictEqual(items, last)) last = items;
        return last;
      }),
  });
  return { list: () => offers.read("all") };
};
