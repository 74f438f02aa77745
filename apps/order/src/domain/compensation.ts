import type { SagaStep } from "@caravan/contracts";
import type { Order } from "./order.ts";

/** The step that puts the stock back. Stock that may have been committed is returned, which also releases what was only held. */
export const stockBack = ({ status, reservationId }: Pick<Order, "status" | "reservationId">): SagaStep =>
  (status === "placed" && reservationId === null) || status === "stock-reserved"
    ? "release-stock"
    : "return-stock";

/**
 * The compensation of an order that was not shipped: the money first, since the shopper waits for it. Once the stock is held there
 * may be a payment that we do not know of: begun by a process that died, or while the bank was down.
 */
export const undo = (order: Pick<Order, "status" | "reservationId" | "paymentId">): SagaStep[] =>
  order.paymentId === null && order.status === "placed"
    ? [stockBack(order)]
    : ["cancel-payment", stockBack(order)];

/** What is done with the money of a paid order, once its stock is held. */
export const settle = ({ benefits }: Pick<Order, "benefits">): SagaStep[] => [
  "commit-stock",
  ...(benefits === null || benefits.use === "used" ? [] : (["confirm-promotion"] as const)),
  "capture-payment",
];

/** The refund that was requested and is not done yet. */
export const pendingRefund = ({ saga }: Pick<Order, "saga">): SagaStep[] =>
  saga.refund === null ? [] : ["refund-payment"];
