import { promotions, useLines, uses } from "@caravan/promotion/schema";
import { eq, sql } from "drizzle-orm";
import { promotionCounters } from "../checks/promotion-counters.ts";
import { promotionUses } from "../checks/promotion-uses.ts";
import { change, faultsOf, type Hurt, type PlantedFault } from "./planted-fault.ts";

const inCounters = faultsOf(promotionCounters, "promotion");
const inUses = faultsOf(promotionUses, "promotion");
const ofPromotion = (to: Partial<typeof promotions.$inferInsert>) => change(promotions, promotions.id, to);
const ofUse = (to: Partial<typeof uses.$inferInsert>) => change(uses, uses.orderId, to);

/** The database refuses to pass limits: they are lowered under what is given, as if the guard had been missing. */
const unguarded =
  (to: Partial<typeof promotions.$inferInsert>): Hurt =>
  async (promotion, id) => {
    await promotion.execute(sql`set session check_constraint_checks = 0`);
    await promotion.update(promotions).set(to).where(eq(promotions.id, id));
    await promotion.execute(sql`set session check_constraint_checks = 1`);
  };

/** The one who used it also holds it. */
const twice: Hurt = async (promotion, orderId) => {
  const [used] = await promotion.select().from(useLines).where(eq(useLines.orderId, orderId));
  await promotion.update(useLines).set({ personId: used?.personId ?? "" });
};

/** What was taken for an order that does not exist. */
const orphan =
  (to: string): Hurt =>
  async (promotion, orderId) => {
    await promotion.update(uses).set({ orderId: to }).where(eq(uses.orderId, orderId));
    await promotion.update(useLines).set({ orderId: to }).where(eq(useLines.orderId, orderId));
  };

const nowhere = "ord_01919b3e-8a4f-7c3e-9a51-0d9c7a1e4f20";

/** Faults of promotions. */
export const promotionFaults: PlantedFault[] = [
  inCounters(
    "a coupon has lost count of what is held",
    ofPromotion({ held: 0, heldCents: 0 }),
    (o) => o.promoted.promotion,
    "says that it is held by 0 orders for 0 cents, but it is by 1 for 100 cents",
  ),
  inCounters(
    "a budget has leaked",
    ofPromotion({ usedCents: 99 }),
    (o) => o.promoted.promotion,
    "used by 1 orders for 99 cents, but it is by 1 for 100 cents",
  ),
  inCounters(
    "a coupon is used more often than it may be",
    unguarded({ mostUses: 1 }),
    (o) => o.promoted.promotion,
    "is used by 2 orders, of which it may have 1",
  ),
  inCounters(
    "a budget is overdrawn",
    unguarded({ budgetCents: 199 }),
    (o) => o.promoted.promotion,
    "takes off 200 cents, of a budget of 199 cents",
  ),
  inCounters(
    "one shopper uses a coupon twice",
    twice,
    (o) => o.promoted.used,
    "for 2 orders, of which a shopper may have 1",
    (o) => o.promoted.promotion,
  ),
  inUses(
    "a paid order's coupon is not used",
    ofUse({ status: "held" }),
    (o) => o.promoted.used,
    "is confirmed, but what it took of promotions is held",
  ),
  inUses(
    "an order that was given up keeps its coupon",
    ofUse({ status: "used" }),
    (o) => o.promoted.back,
    "is expired, but what it took of promotions is used",
  ),
  inUses(
    "an unpaid order has lost its coupon",
    ofUse({ status: "back" }),
    (o) => o.promoted.held,
    "is stock-reserved, but what it took of promotions is back",
  ),
  inUses(
    "an order at list price has used a coupon",
    async (promotion, orderId) => {
      await promotion.update(uses).set({ orderId }).where(eq(uses.status, "used"));
    },
    (o) => o.delivered.order,
    "is delivered, but what it took of promotions is used",
  ),
  inUses(
    "a coupon is used without an order",
    orphan(nowhere),
    (o) => o.promoted.used,
    "which is not an order",
    () => nowhere,
  ),
];
