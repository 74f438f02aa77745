import type { Payment, Refund } from "./payment.ts";

/** What the provider has to be asked next. `find` never begins anything. */
export type Step =
  | { readonly ask: "find" | "capture" | "void" }
  | { readonly ask: "refund"; readonly refund: Refund };

/** The next unfinished command of a payment; undefined when the provider owes nothing but the shopper's confirmation. */
export const nextStep = (payment: Payment): Step | undefined => {
  const open = payment.status === "requires-confirmation" || payment.status === "authorised";
  // Where no intent is known one may be on its way all the same; when there is none, none is made.
  if (payment.suspect || (payment.cancelRequested && open))
    return { ask: payment.intentId === null ? "find" : "void" };
  const refund = payment.refunds.find(({ status }) => status === "requested");
  if (refund !== undefined) return { ask: "refund", refund };
  if (payment.captureRequested && payment.status === "authorised") return { ask: "capture" };
  return undefined;
};
