import {
  euros,
  type OrderInspection,
  type Order as OrderReply,
  type OrderSummary,
  orderAllows,
  orderIsUnpaid,
  type PromotedOrder,
  type SaleOrder,
  type TimelineEntry,
} from "@caravan/contracts";
import { useDue } from "./benefits.ts";
import { type Entry, lineTotal, type Order } from "./order.ts";
import { refundFailed } from "./saga.ts";
import { isStockBack } from "./transition.ts";

/** The order as lists show it. */
export const summaryReply = (order: Order): OrderSummary => ({
  id: order.id,
  status: order.status,
  lines: order.lines.map((line) => ({
    sku: line.sku,
    productId: line.productId,
    name: line.name,
    quantity: line.quantity,
    price: euros(line.priceCents),
    ...(line.discountCents === 0 ? {} : { discount: euros(line.discountCents) }),
    total: euros(lineTotal(line)),
  })),
  total: euros(order.totalCents),
  ...discountOf(order),
  refunded: euros(order.refundedCents),
  placedAt: order.placedAt.toISOString(),
});

const discountOf = ({ lines }: Order): Pick<OrderSummary, "discount"> => {
  const cents = lines.reduce((sum, { discountCents }) => sum + discountCents, 0);
  return cents === 0 ? {} : { discount: euros(cents) };
};

/** The order as the shopper sees it. */
export const orderReply = (order: Order, timeline: readonly Entry[]): OrderReply => ({
  ...summaryReply(order),
  deliverTo: order.deliverTo,
  ...appliedOf(order),
  payBy: payByOf(order),
  declined: declineOf(order, timeline),
  refundFailed: order.saga.attention === refundFailed,
  shipmentId: order.shipmentId,
  history: historyOf(timeline),
});

const appliedOf = ({ benefits }: Order): Pick<OrderReply, "applied"> =>
  benefits === null || benefits.applied.length === 0
    ? {}
    : {
        applied: benefits.applied.map(({ name, code, discountCents }) => ({
          ...{ name, code, discount: euros(discountCents) },
        })),
      };

const payByOf = ({ status, saga }: Order): string | null =>
  orderIsUnpaid(status) ? isoOf(saga.deadlineAt) : null;

/** The order of a flash sale's ticket, for the sale. */
export const saleOrderReply = (order: Order, timeline: readonly Entry[]): SaleOrder => ({
  orderId: order.id,
  status: order.status,
  payBy: payByOf(order),
  piece: timeline.some(({ status }) => status === "confirmed")
    ? "sold"
    : isStockBack(order)
      ? "back"
      : "held",
});

/** The order, for the keeper of coupons and budgets. */
export const promotedOrderReply = (order: Order): PromotedOrder => ({
  orderId: order.id,
  status: order.status,
  use: useDue(order),
});

/** Replies are stored under their keys without personal data, so that an erasure need not touch them. */
export const withoutAddress = (reply: OrderReply): OrderReply => ({ ...reply, deliverTo: null });

/** The complete reply from a stored one, with the address if it is not erased. */
export const withAddress = (reply: OrderReply, { deliverTo }: Order): OrderReply => ({ ...reply, deliverTo });

/** The decline of the latest payment, as long as the order can still be paid. */
const declineOf = ({ status }: Order, timeline: readonly Entry[]): OrderReply["declined"] => {
  if (!orderAllows(status, "pay")) return null;
  const last = timeline.findLast(({ what }) => what === "payment.declined" || what === "payment started");
  return last?.what === "payment.declined" ? { at: last.at.toISOString(), reason: last.why ?? "" } : null;
};

/** When the order entered each status. */
const historyOf = (timeline: readonly Entry[]): OrderReply["history"] =>
  timeline
    .filter(({ status }, i) => i === 0 || status !== timeline[i - 1]?.status)
    .map(({ status, at }) => ({ status, at: at.toISOString() }));

export const sagaReply = ({ saga }: Order): OrderInspection["saga"] => ({
  steps: [...saga.steps],
  attempts: saga.attempts,
  nextAttemptAt: isoOf(saga.nextAttemptAt),
  deadlineAt: isoOf(saga.deadlineAt),
  lastError: saga.lastError,
  attention: saga.attention,
});

/** All of an order, for staff. */
export const inspectionReply = (order: Order, timeline: readonly Entry[]): OrderInspection => ({
  order: orderReply(order, timeline),
  shopperId: order.shopperId,
  reservationId: order.reservationId,
  paymentId: order.paymentId,
  saga: sagaReply(order),
  timeline: timeline.map(entryReply),
});

/** Like {@link withoutAddress}; the reasons that people gave are left out as well. */
export const withoutWords = (reply: OrderInspection): OrderInspection => ({
  ...reply,
  order: withoutAddress(reply.order),
  timeline: reply.timeline.map((entry) => ({ ...entry, why: null })),
});

export const withWords = (
  reply: OrderInspection,
  order: Order,
  timeline: readonly Entry[],
): OrderInspection => ({
  ...reply,
  order: withAddress(reply.order, order),
  timeline: reply.timeline.map((entry, i) => ({ ...entry, why: timeline[i]?.why ?? null })),
});

const entryReply = ({ at, what, status, who, why }: Entry): TimelineEntry => ({
  at: at.toISOString(),
  what,
  status,
  who,
  why,
});

const isoOf = (at: Date | null): string | null => at?.toISOString() ?? null;
