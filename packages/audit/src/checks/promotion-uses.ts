import { orderIsGivenUp, orderStatuses } from "@caravan/contracts";
import { uses } from "@caravan/promotion/schema";
import { and, gt, inArray, isNotNull } from "drizzle-orm";
import type { AuditOptions, Check, Fault, Reader, Sources } from "../check.ts";
import { type AuditedOrder, orderPages, unknownOrders } from "../orders.ts";
import { lookUp, pageSize, pages } from "../reading.ts";

type UseStatus = typeof uses.$inferSelect.status;

/** So long a use may be held before there is an order: its keeper asks after twenty minutes, and again while order is away. */
const keeperSeconds = 40 * 60;

/**
 * What an order's state says of its use; more than one while a step is between two of them. What an order at list price has tried,
 * without getting an answer, goes back, at the latest by the keeper. What is back stays back, also when the bank fails the refund.
 */
const expected = (order: AuditedOrder, isOld: boolean): readonly UseStatus[] => {
  const { status, steps, totalCents, refundedCents, benefitUse } = order;
  if (benefitUse === null) return isOld ? ["back"] : ["held", "back"];
  if (benefitUse === "back") return ["back"];
  if (orderIsGivenUp(status) || status === "refunded" || refundedCents >= totalCents)
    return steps.length > 0 ? ["held", "used", "back"] : ["back"];
  switch (orderStatuses[status].money) {
    case "due":
      return ["held"];
    case "authorised":
      return ["held", "used"];
    case "captured":
    case "back":
      return steps.includes("confirm-promotion") ? ["held", "used"] : ["used"];
  }
};

const usesOf = (promotion: Reader, orderIds: readonly string[]) =>
  lookUp(orderIds, (some) =>
    promotion
      .select({ key: uses.orderId, status: uses.status, createdAt: uses.createdAt })
      .from(uses)
      .where(and(inArray(uses.orderId, some), isNotNull(uses.quote))),
  );

/** Uses of orders that nothing has changed within the lag. */
const disagreeing = async (sources: Pick<Sources, "promotion" | "order">, before: Date): Promise<Fault[]> => {
  const faults: Fault[] = [];
  const oldest = new Date(before.getTime() - keeperSeconds * 1000);
  for await (const page of orderPages(sources)) {
    const settled = page.filter(({ changedAt }) => changedAt <= before);
    const found = await usesOf(
      sources.promotion,
      settled.map(({ id }) => id),
    );
    for (const order of settled) {
      const [use] = found.get(order.id) ?? [];
      if (use !== undefined && !expected(order, use.createdAt <= oldest).includes(use.status))
        faults.push({
          id: order.id,
          sentence: `${order.id} is ${order.status}, but what it took of promotions is ${use.status}.`,
        });
    }
  }
  return faults;
};

/** What is held or used without an order. */
const withoutOrder = async (
  sources: Pick<Sources, "promotion" | "order">,
  before: Date,
): Promise<Fault[]> => {
  const faults: Fault[] = [];
  const oldest = new Date(before.getTime() - keeperSeconds * 1000);
  const taken = pages<Pick<typeof uses.$inferSelect, "orderId" | "status" | "createdAt">, string>(
    "",
    ({ orderId }) => orderId,
    (last) =>
      sources.promotion
        .select({ orderId: uses.orderId, status: uses.status, createdAt: uses.createdAt })
        .from(uses)
        .where(and(inArray(uses.status, ["held", "used"]), gt(uses.orderId, last)))
        .orderBy(uses.orderId)
        .limit(pageSize),
  );
  for await (const page of taken) {
    const old = page.filter(({ status, createdAt }) => status === "used" || createdAt <= oldest);
    const unknown = await unknownOrders(
      sources,
      old.map(({ orderId }) => orderId),
    );
    for (const { orderId, status } of old)
      if (unknown.has(orderId))
        faults.push({
          id: orderId,
          sentence: `Promotions are ${status} by ${orderId}, which is not an order.`,
        });
  }
  return faults;
};

/** What orders took of coupons and budgets follows the orders. */
export const promotionUses = {
  name: "coupons and budgets are used by orders that are paid, and back from those given up",
  run: async (sources: Pick<Sources, "promotion" | "order">, { before }: AuditOptions): Promise<Fault[]> => [
    ...(await disagreeing(sources, before)),
    ...(await withoutOrder(sources, before)),
  ],
} satisfies Check;
