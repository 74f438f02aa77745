import { euros, formatMoney, type OrderStatus, orderAllows, orderGoesOn, Refusal } from "@caravan/contracts";

export const skuUnknown = (skus: readonly string[]): Refusal =>
  new Refusal({
    kind: "unprocessable",
    code: "sku-unknown",
    detail: `The catalogue has no ${skus.join(", ")}.`,
  });

export const totalTooLarge = (): Refusal =>
  new Refusal({
    kind: "unprocessable",
    code: "total-too-large",
    detail: "The total of this order is too large. Order fewer items.",
  });

/** Also for another shopper's order: its existence is not revealed. */
export const orderUnknown = (orderId: string): Refusal =>
  new Refusal({ kind: "not-found", code: "order-unknown", detail: `You have no order ${orderId}.` });

export const noOrderOfTicket = (ticketId: string): Refusal =>
  new Refusal({ kind: "not-found", code: "order-unknown", detail: `There is no order of ${ticketId}.` });

/** For staff, who can see all orders. */
export const orderNotThere = (orderId: string): Refusal =>
  new Refusal({ kind: "not-found", code: "order-unknown", detail: `There is no order ${orderId}.` });

export const tooMuchUnpaid = (
  held: { readonly orders: number; readonly pieces: number },
  pieces: number,
  most: { readonly mostUnpaidOrders: number; readonly mostUnpaidPieces: number },
): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "too-much-unpaid",
    detail:
      held.orders >= most.mostUnpaidOrders
        ? `You have ${held.orders} unpaid orders, which is the limit. Pay or cancel one of them first.`
        : `Unpaid orders may have ${most.mostUnpaidPieces} pieces in all; yours have ${held.pieces}, and this one has ${pieces}. ${held.pieces === 0 ? "Order fewer pieces." : "Pay or cancel one of them first, or order fewer pieces."}`,
  });

/** The row was written by a newer version, and this one does not understand it. */
export const orderOfNewerVersion = (orderId: string): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "order-of-newer-version",
    detail: `Order ${orderId} cannot be handled at the moment. Try again shortly.`,
    retryAfterSeconds: 5,
  });

export const promotionUnavailable = (cause: unknown): Refusal =>
  new Refusal({
    kind: "unavailable",
    code: "promotion-unavailable",
    detail: "Discounts cannot be looked up at the moment, so nothing was ordered. Try again shortly.",
    retryAfterSeconds: 2,
    cause,
  });

/** The shopper agreed to one sum, and it would cost another. */
export const priceChanged = (agreedCents: number, totalCents: number): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "price-changed",
    detail: `It costs ${formatMoney(euros(totalCents))} and not ${formatMoney(euros(agreedCents))}, so nothing was ordered. Look at your cart again.`,
  });

export const paymentUnavailable = (cause: unknown): Refusal =>
  new Refusal({
    kind: "unavailable",
    code: "payment-unavailable",
    detail: "Payment cannot be begun at the moment. The order is kept; try again shortly.",
    retryAfterSeconds: 2,
    cause,
  });

export const orderNotPayable = (status: OrderStatus): Refusal =>
  new Refusal({ kind: "conflict", code: "order-not-payable", detail: notPayable(status) });

export const orderNotCancellable = (status: OrderStatus): Refusal =>
  new Refusal({ kind: "conflict", code: "order-not-cancellable", detail: notCancellable(status) });

export const orderNotReturnable = (status: OrderStatus): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "order-not-returnable",
    detail: `Only a delivered order can be returned; this one is ${status}.`,
  });

export const orderHasNoStep = (status: OrderStatus): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "order-has-no-step",
    detail: `The order is ${status} and has no step to retry.`,
  });

export const orderNotRefundable = (reason: string): Refusal =>
  new Refusal({ kind: "conflict", code: "order-not-refundable", detail: reason });

export const refundTooLarge = (leftCents: number): Refusal =>
  new Refusal({
    kind: "unprocessable",
    code: "refund-too-large",
    detail: `At most ${formatMoney(euros(leftCents))} can still be refunded.`,
  });

const notPayable = (status: OrderStatus): string => {
  if (status === "placed")
    return "Stock is still being held for the order; it can be paid as soon as that is done.";
  if (orderAllows(status, "pay")) return "The time to pay this order is over.";
  return orderGoesOn(status) ? "The order is paid for." : "The order has ended, so there is nothing to pay.";
};

const notCancellable = (status: OrderStatus): string => {
  if (status === "dispatched") return "The parcel is on its way. Return the order once it is delivered.";
  if (status === "delivered") return "The order is delivered. It can be returned.";
  return `The order is ${status}, so it cannot be cancelled any more.`;
};
