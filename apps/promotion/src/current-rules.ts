import { LRUCache } from "lru-cache";
import type { Dependencies, PromotionStore } from "./dependencies.ts";
import type { Promotion } from "./domain/promotion.ts";

/** So old may the rules be that a page shows. An order is priced by those of the database. */
const freshMilliseconds = 1000;

/** Keeps the rules that count in memory for a moment, so that pages cost the database one read a second. */
export const openCurrentRules = (
  { rules }: Pick<PromotionStore, "rules">,
  now: () => Date,
): Dependencies["currentRules"] => {
  const kept = new LRUCache<"rules", readonly Promotion[]>({
    max: 1,
    ttl: freshMilliseconds,
    // Without the database pages show the prices of a moment ago; nothing is sold at them.
    allowStaleOnFetchRejection: true,
    fetchMethod: () => rules(now()),
  });
  return async () => (await kept.fetch("rules")) ?? [];
};
