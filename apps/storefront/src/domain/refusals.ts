import { Refusal } from "@caravan/contracts";

export const cartFull = (maximumLines: number): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "cart-full",
    detail: `A cart holds at most ${maximumLines} different goods. Take something out first.`,
  });

/** The store of the carts takes no writes: nobody else changed the cart, and still it could not be written. */
export const cartsUnwritable = (cause: unknown): Refusal =>
  new Refusal({
    kind: "unavailable",
    code: "carts-unwritable",
    detail: "Carts cannot be changed at the moment. Try again shortly.",
    retryAfterSeconds: 5,
    cause,
  });

/** The payment page is not where this shop's bank is: nobody is sent there. */
export const paymentPageForeign = (origin: string): Refusal =>
  new Refusal({
    kind: "unavailable",
    code: "payment-page-foreign",
    detail: "The payment page cannot be opened at the moment. Your order stands; try again shortly.",
    cause: new Error(`a payment page at ${origin} is not the configured one`),
  });
