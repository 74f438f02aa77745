import type { Payment, Refund } from "./payment.ts";

/** What the provider has to be asked next. `create` also finds what an earlier attempt began. */
export type Step =
  | { readonly ask: "create" | "capture" | "void" }
  | { readonly ask: "refund"; readonly refund: Refund };

/** The next unfinished command of a payment; undefined when the provider owes nothing but the shopper's confirmation. */
export const nextStep = (payment: Payment): Step | undefined => {
  const open = payment.status === "requires-confirmation" || payment.status === "authorised";
  // Even where no intent is known one may be on its way: it is found or made, and then given up for good.
  if (payment.suspect || (payment.cancelRequested && open))
    return { ask: payment.intentId === null ? "create" : "void" };
  const refund = payment.refunds.find(({ status }) => status === "requested");
  if (refund !== undefined) return { ask: "refund", refund };
  if (payment.captureRequested && payment.status === "authorised") return { ask: "capture" };
  return undefined;
};
