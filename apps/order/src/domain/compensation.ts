import type { OrderStatus, SagaStep } from "@caravan/contracts";
import type { Order } from "./order.ts";

/** Statuses of an order that was given up: no money may stay with us, no stock may be held for it. */
export const givenUp: ReadonlySet<OrderStatus> = new Set(["cancelled", "expired", "payment-failed"]);

/** How the stock goes back. What may have been committed is returned, which also releases what was only held. */
export const stockBack = ({ status, reservationId }: Pick<Order, "status" | "reservationId">): SagaStep =>
  (status === "placed" && reservationId === null) || status === "stock-reserved"
    ? "release-stock"
    : "return-stock";

/**
 * Everything that undoes an order which was not shipped: the money first, since the shopper waits for it. A payment that we know
 * nothing of may have been begun as soon as the stock was held: by a process that died, or while the bank was away.
 */
export const undo = (order: Pick<Order, "status" | "reservationId" | "paymentId">): SagaStep[] =>
  order.paymentId === null && order.status === "placed"
    ? [stockBack(order)]
    : ["cancel-payment", stockBack(order)];

/** The refund that was asked for and is not done yet, whatever else is to happen. */
export const pendingRefund = ({ saga }: Pick<Order, "saga">): SagaStep[] =>
  saga.refund === null ? [] : ["refund-payment"];
