import { euros, newId, type Quote } from "@caravan/contracts";
import { orders as orderRows } from "@caravan/order/schema";
import { promotions, useLines, uses } from "@caravan/promotion/schema";
import { eq } from "drizzle-orm";
import type { TestShop } from "./open-shop.ts";
import type { Ids } from "./plant-order.ts";

/** A coupon, and orders that hold it, have used it and gave it back. */
export interface PlantedUses {
  readonly promotion: string;
  readonly held: string;
  readonly used: string;
  readonly back: string;
}

const discountCents = 100;

const quote: Quote = {
  ...{ lines: [], subtotal: euros(1000), discount: euros(discountCents), total: euros(900) },
  ...{ applied: [], refused: [] },
};

/** Plants a coupon of two uses and two euros, which these orders took. */
export const plantUses = async (
  { promotion, order }: TestShop,
  orders: Readonly<Record<"held" | "used" | "back", Ids>>,
  at: Date,
): Promise<PlantedUses> => {
  const id = newId("prm");
  await promotion.insert(promotions).values({
    ...{ id, kind: "coupon", name: "Spring", code: "SPRING", onlyGiven: false, priority: 100 },
    ...{ benefit: { type: "amount", amount: euros(discountCents) }, combines: true, state: "active" },
    ...{ condition: { firstOrder: false, audience: "everyone" }, startsAt: at, endsAt: at, createdAt: at },
    ...{ mostUses: 2, perPerson: 1, budgetCents: 2 * discountCents },
    ...{ held: 1, used: 1, heldCents: discountCents, usedCents: discountCents },
  });
  for (const status of ["held", "used", "back"] as const) {
    const { order: orderId, shopper: personId } = orders[status];
    const row = { orderId, ownerId: personId, content: "a digest", status, quote, createdAt: at };
    await promotion.insert(uses).values(row);
    await order.update(orderRows).set({ benefits: [], benefitUse: status }).where(eq(orderRows.id, orderId));
    await promotion.insert(useLines).values({ orderId, promotionId: id, personId, discountCents });
  }
  return { promotion: id, held: orders.held.order, used: orders.used.order, back: orders.back.order };
};
