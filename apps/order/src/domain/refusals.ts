import { Refusal } from "@caravan/contracts";

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
    detail: "The total of this order is larger than the shop can count. Order less.",
  });

/** Also for an order of somebody else: nobody learns that it exists. */
export const orderUnknown = (orderId: string): Refusal =>
  new Refusal({ kind: "not-found", code: "order-unknown", detail: `You have no order ${orderId}.` });

export const pricesUnavailable = (cause: unknown): Refusal =>
  new Refusal({
    kind: "unavailable",
    code: "prices-unavailable",
    detail: "Prices cannot be looked up at the moment, so nothing was ordered. Try again shortly.",
    retryAfterSeconds: 2,
    cause,
  });

export const stockCheckUnavailable = (cause: unknown): Refusal =>
  new Refusal({
    kind: "unavailable",
    code: "stock-check-unavailable",
    detail: "Stock cannot be checked at the moment, so nothing was ordered. Try again shortly.",
    retryAfterSeconds: 2,
    cause,
  });
