import { Refusal } from "@caravan/contracts";

export const cartFull = (maximumLines: number): Refusal =>
  new Refusal({
    kind: "conflict",
    code: "cart-full",
    detail: `A cart holds at most ${maximumLines} different goods. Take something out first.`,
  });

/** The payment page is not where this shop's bank is: nobody is sent there. */
export const paymentPageForeign = (origin: string): Refusal =>
  new Refusal({
    kind: "unavailable",
    code: "payment-page-foreign",
    detail: "The payment page cannot be opened at the moment. Your order stands; try again shortly.",
    cause: new Error(`a payment page at ${origin} is not the configured one`),
  });
