import {
  euros,
  type OrderInspection,
  type Order as OrderReply,
  type OrderSummary,
  type TimelineEntry,
} from "@caravan/contracts";
import { type Entry, lineTotal, type Order } from "./order.ts";

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
    total: euros(lineTotal(line)),
  })),
  total: euros(order.totalCents),
  refunded: euros(order.refundedCents),
  placedAt: order.placedAt.toISOString(),
});

/** The order as the shopper sees it. */
export const orderReply = (order: Order, timeline: readonly Entry[]): OrderReply => ({
  ...summaryReply(order),
  deliverTo: order.deliverTo,
  payBy: ["placed", "stock-reserved"].includes(order.status) ? isoOf(order.saga.deadlineAt) : null,
  shipmentId: order.shipmentId,
  history: historyOf(order, timeline),
});

/** When it came to each status. Orders of the first release have no timeline: they were placed, and that is all. */
const historyOf = (order: Order, timeline: readonly Entry[]): OrderReply["history"] => {
  const first = timeline[0]?.number === 0 ? [] : [{ status: "placed" as const, at: order.placedAt }];
  return [...first, ...timeline]
    .filter(({ status }, i, all) => i === 0 || status !== all[i - 1]?.status)
    .map(({ status, at }) => ({ status, at: at.toISOString() }));
};

export const sagaReply = ({ saga }: Order): OrderInspection["saga"] => ({
  steps: [...saga.steps],
  attempts: saga.attempts,
  nextAttemptAt: isoOf(saga.nextAttemptAt),
  deadlineAt: isoOf(saga.deadlineAt),
  lastError: saga.lastError,
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

const entryReply = ({ at, what, status, who, why }: Entry): TimelineEntry => ({
  at: at.toISOString(),
  what,
  status,
  who,
  why,
});

const isoOf = (at: Date | null): string | null => at?.toISOString() ?? null;
