import type { Payment, Refund } from "./payment.ts";

/** The next call to the provider. `find` never begins a payment. */
export type Step =
  | { readonly ask: "find" | "capture" | "void" }
  | { readonly ask: "refund"; readonly refund: Refund };

/** The next unfinished command of a payment; undefined when only the shopper's confirmation is missing. */
export const nextStep = (payment: Payment): Step | undefined => {
  const open = payment.status === "requires-confirmation" || payment.status === "authorised";
  // Without a known intent there may still be one under way; if there is none, none is made.
  if (payment.needsVoid || (payment.cancelRequested && open))
    return { ask: payment.intentId === null ? "find" : "void" };
  const refund = payment.refunds.find(({ status }) => status === "requested");
  if (refund !== undefined) return { ask: "refund", refund };
  if (payment.captureRequested && payment.status === "authorised") return { ask: "capture" };
  return undefined;
};
