import { Refusal } from "@caravan/contracts";

export const cartFull = (maximumLines: number): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "cart-full",
    detail: `A cart holds at most ${maximumLines} different items. Remove one first.`,
  });

export const tooManyCodes = (maximumCodes: number): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "too-many-codes",
    detail: `An order takes at most ${maximumCodes} codes. Remove one first.`,
  });

/** The state store refuses writes: the cart could not be written although it was not changed meanwhile. */
export const cartsUnwritable = (cause: unknown): Refusal =>
  new Refusal({
    kind: "unavailable",
    code: "carts-unwritable",
    detail: "Carts cannot be changed at the moment. Try again shortly.",
    retryAfterSeconds: 5,
    cause,
  });

/** The payment page is not at the configured bank, so the shopper is not redirected. */
export const paymentPageForeign = (origin: string): Refusal =>
  new Refusal({
    kind: "unavailable",
    code: "payment-page-foreign",
    detail: "The payment page cannot be opened at the moment. Your order stands; try again shortly.",
    cause: new Error(`a payment page at ${origin} is not the configured one`),
  });
