import { euros, type promotionRoutes, type promotionUseRoutes, Refusal } from "@caravan/contracts";
import type { Client } from "@caravan/dapr";
import { loadShared, type Served, useShared } from "@caravan/service-kit";
import { LRUCache } from "lru-cache";
import type { Promotions, Tried } from "../dependencies.ts";
import type { Order } from "../domain/order.ts";
import { outcomeOf } from "./outcome.ts";

type PromotionClient = Client<Pick<typeof promotionRoutes, "listOffers"> & typeof promotionUseRoutes>;

/** Like that of prices: a new rule counts for orders placed two seconds later, and a busy shop makes one call instead of hundreds. */
const longestAgeMilliseconds = 2_000;
/** Short: nearly every order waits for this answer, and one without it goes on at list price. */
const rulesSeconds = 1;
const timeoutSeconds = 3;

/** Promotion, called through the mesh. The order's id is the key of its use, and of all commands for it. */
export const openPromotions = (
  client: PromotionClient,
  clock: { now(): number } = performance,
): Promotions => {
  let had = false;
  const learn = (has: boolean) => {
    had = has;
    return has;
  };
  const rules = new LRUCache<"rules", Served<boolean | undefined>>({
    ...{ max: 1, ttl: longestAgeMilliseconds, ttlResolution: 0, perf: clock },
    // No answer is kept like any other, so that a promotion that hangs does not hold up every order.
    fetchMethod: () =>
      loadShared(rulesSeconds, () =>
        client.listOffers({ timeoutSeconds: rulesSeconds }).then(
          ({ items }) => learn(items.length > 0),
          () => undefined,
        ),
      ),
  });
  const call = (orderId: string) => ({ params: { orderId }, idempotencyKey: orderId, timeoutSeconds });
  return {
    async hasRules() {
      const served = await rules.fetch("rules");
      return served && useShared(served);
    },
    hadRules: () => had,
    tryUse: (order, codes) =>
      client
        .tryUse({ body: bodyOf(order, codes), idempotencyKey: order.id, timeoutSeconds })
        .then(({ quote }) =>
          quote === null ? unclear(new Error("a use without a quote")) : { kind: "held" as const, quote },
        )
        .catch(triedOf),
    confirm: (orderId) =>
      outcomeOf(async () => {
        const { status } = await client.confirmUse(call(orderId));
        return status === "used" ? {} : `promotion says ${status}`;
      }, ["use-ended", "use-unknown"]),
    cancel: (orderId) =>
      outcomeOf(async () => {
        const { status } = await client.cancelUse(call(orderId));
        return status === "back" ? {} : `promotion says ${status}`;
      }),
  };
};

const bodyOf = ({ id: orderId, shopperId, lines }: Order, codes: readonly string[]) => ({
  ...{ orderId, shopperId, codes: [...codes] },
  lines: lines.map(({ sku, productId, name, quantity, priceCents }) => ({
    ...{ sku, productId, name, quantity, price: euros(priceCents) },
  })),
});

const unclear = (cause: unknown): Tried => ({ kind: "unclear", cause });

const forTheShopper: ReadonlySet<string> = new Set(["coupon-refused", "total-too-large", "account-erased"]);
const ofEarlierAttempt: ReadonlySet<string> = new Set(["use-ended", "use-differs"]);

const triedOf = (error: unknown): Tried => {
  if (!(error instanceof Refusal)) return unclear(error);
  if (forTheShopper.has(error.code)) return { kind: "refused", refusal: error };
  return ofEarlierAttempt.has(error.code) ? { kind: "ended", cause: error } : unclear(error);
};
