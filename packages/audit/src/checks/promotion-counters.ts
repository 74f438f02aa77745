import { promotions, useLines, uses } from "@caravan/promotion/schema";
import { and, count, eq, inArray } from "drizzle-orm";
import type { Check, Fault, Reader, Sources } from "../check.ts";
import { cents } from "../orders.ts";
import { total } from "../reading.ts";

type Promotion = typeof promotions.$inferSelect;

/** What orders hold or have used of each promotion, by its id and the status. */
const sumsOf = async (promotion: Reader) => {
  const rows = await promotion
    .select({
      id: useLines.promotionId,
      status: uses.status,
      orders: count(),
      discountCents: total(useLines.discountCents),
    })
    .from(useLines)
    .innerJoin(uses, eq(uses.orderId, useLines.orderId))
    .where(inArray(uses.status, ["held", "used"]))
    .groupBy(useLines.promotionId, uses.status);
  return new Map(rows.map((row) => [`${row.id} ${row.status}`, row]));
};

/** What is wrong with the counters of one promotion. */
const faultsOf = (
  { id, held, used, heldCents, usedCents, mostUses, budgetCents }: Promotion,
  sums: Awaited<ReturnType<typeof sumsOf>>,
): string[] => {
  const faults = (["held", "used"] as const).flatMap((status) => {
    const [orders, amount] = status === "held" ? [held, heldCents] : [used, usedCents];
    const found = sums.get(`${id} ${status}`) ?? { orders: 0, discountCents: 0 };
    return found.orders === orders && found.discountCents === amount
      ? []
      : [
          `${id} says that it is ${status} by ${orders} orders for ${cents(amount)}, but it is by ${found.orders} for ${cents(found.discountCents)}.`,
        ];
  });
  if (mostUses !== null && held + used > mostUses)
    faults.push(`${id} is used by ${held + used} orders, of which it may have ${mostUses}.`);
  if (budgetCents !== null && heldCents + usedCents > budgetCents)
    faults.push(`${id} takes off ${cents(heldCents + usedCents)}, of a budget of ${cents(budgetCents)}.`);
  return faults;
};

/** Shoppers who use a promotion more often than its terms allow. */
const greedy = async (promotion: Reader, all: readonly Promotion[]): Promise<Fault[]> => {
  const rows = await promotion
    .select({ id: useLines.promotionId, person: useLines.personId, orders: count() })
    .from(useLines)
    .innerJoin(uses, and(eq(uses.orderId, useLines.orderId), inArray(uses.status, ["held", "used"])))
    .groupBy(useLines.promotionId, useLines.personId);
  const most = new Map(all.map(({ id, perPerson, condition }) => [id, condition.firstOrder ? 1 : perPerson]));
  return rows
    .filter(({ id, orders }) => orders > (most.get(id) ?? Number.POSITIVE_INFINITY))
    .map(({ id, person, orders }) => ({
      id,
      sentence: `${person} uses ${id} for ${orders} orders, of which a shopper may have ${most.get(id)}.`,
    }));
};

/** What promotions have given is what orders have of them, and no limit is passed. */
export const promotionCounters = {
  name: "coupons and budgets are given as often as orders have them, and within their limits",
  async run({ promotion }: Pick<Sources, "promotion">): Promise<Fault[]> {
    const all = await promotion.select().from(promotions);
    const sums = await sumsOf(promotion);
    return [
      ...all.flatMap((one) => faultsOf(one, sums).map((sentence) => ({ id: one.id, sentence }))),
      ...(await greedy(promotion, all)),
    ];
  },
} satisfies Check;
