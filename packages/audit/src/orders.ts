import { OrderStatus, orderIsFinal } from "@caravan/contracts";
import { orders, orderTimeline } from "@caravan/order/schema";
import { and, asc, eq, exists, gt, inArray, max, sql } from "drizzle-orm";
import type { Reader, Sources } from "./check.ts";
import { lookUp, pageSize, pages } from "./reading.ts";

/** The data of an order for the checks. */
export interface AuditedOrder {
  id: string;
  status: OrderStatus;
  totalCents: number;
  refundedCents: number;
  reservationId: string | null;
  paymentId: string | null;
  shipmentId: string | null;
  /** The remaining steps. */
  steps: string[];
  /** Whether the steps wait for staff. */
  isParked: boolean;
  /** The time of its last timeline entry. */
  changedAt: Date;
  /** How far it has brought its use of promotions; null for one at list prices. */
  benefitUse: (typeof orders.$inferSelect)["benefitUse"];
  /** Whether a refund was requested, by the shopper or by staff. */
  refundWanted: boolean;
}

/** The time of an order's last timeline entry. */
export const changedAt = (order: Reader) => {
  const last = order
    .select({ at: max(orderTimeline.at) })
    .from(orderTimeline)
    .where(eq(orderTimeline.orderId, orders.id));
  return sql`coalesce(${last}, ${orders.placedAt})`.mapWith(orders.placedAt);
};

/** The entry of a refund that staff asked for; the release before writes the second. */
const refundAsked = ["refund requested", "refund wanted"];

const refundWanted = (order: Reader) => {
  const wish = order
    .select({ number: orderTimeline.number })
    .from(orderTimeline)
    .where(and(eq(orderTimeline.orderId, orders.id), inArray(orderTimeline.what, refundAsked)));
  return exists(wish).mapWith(Boolean);
};

/** All orders, a page at a time. */
export async function* orderPages({ order }: Pick<Sources, "order">): AsyncGenerator<AuditedOrder[]> {
  const after = (last: string) =>
    order
      .select({
        id: orders.id,
        status: orders.status,
        totalCents: orders.totalCents,
        refundedCents: orders.refundedCents,
        reservationId: orders.reservationId,
        paymentId: orders.paymentId,
        shipmentId: orders.shipmentId,
        steps: orders.steps,
        nextAttemptAt: orders.nextAttemptAt,
        benefitUse: orders.benefitUse,
        changedAt: changedAt(order),
        refundWanted: refundWanted(order),
      })
      .from(orders)
      .where(gt(orders.id, last))
      .orderBy(asc(orders.id))
      .limit(pageSize);
  for await (const page of pages("", ({ id }) => id, after))
    yield page.map(({ nextAttemptAt, ...row }) => ({
      ...row,
      steps: row.steps.split(",").filter((step) => step !== ""),
      isParked: row.steps !== "" && nextAttemptAt === null,
    }));
}

/** Those of these order ids that do not exist. */
export const unknownOrders = async (
  { order }: Pick<Sources, "order">,
  ids: readonly string[],
): Promise<Set<string>> => {
  const known = await lookUp(ids, (some) =>
    order.select({ key: orders.id }).from(orders).where(inArray(orders.id, some)),
  );
  return new Set(ids.filter((id) => !known.has(id)));
};

/** The goods of an order as a comparable text: `CAR-0001×2, CAR-0007×1`. */
export const goods = (lines: readonly { sku: string; quantity: number }[]): string => {
  const pieces = new Map<string, number>();
  for (const { sku, quantity } of lines) pieces.set(sku, (pieces.get(sku) ?? 0) + quantity);
  return [...pieces]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([sku, quantity]) => `${sku}×${quantity}`)
    .join(", ");
};

/** Statuses in which nothing more happens by itself. */
export const final = OrderStatus.options.filter(orderIsFinal);

/** Money in a sentence: in cents, so that it can be searched for. */
export const cents = (amount: number): string => `${amount} cents`;
