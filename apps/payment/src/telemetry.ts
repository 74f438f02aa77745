import { TroubleKind } from "@caravan/contracts";
import { counter, gauge } from "@caravan/service-kit";
import type { Observer } from "./dependencies.ts";
import type { Change } from "./domain/change.ts";
import type { Payment } from "./domain/payment.ts";

const payments = counter("caravan_payments_total", "Payments by the status they reached.", ["status"]);
const callbacks = counter("caravan_payment_callbacks_total", "Callbacks of the provider, by outcome.", [
  "result",
]);
const refunds = counter("caravan_refunds_total", "Refunds that succeeded, by reason.", ["reason"]);
const captured = counter("caravan_captured_euros_total", "Money taken.");
const refunded = counter("caravan_refunded_euros_total", "Money given back.");
const differences = gauge(
  "caravan_reconciliation_differences",
  "Differences between the provider's statement and the books, of the latest reconciled day.",
);

const refusals = counter("caravan_provider_refusals_total", "Final refusals of the provider, by command.", [
  "asked",
]);
const troubled = gauge("caravan_payments_in_trouble", "Payments that need staff, by kind of trouble.", [
  "kind",
]);
const oldest = gauge(
  "caravan_payments_oldest_unfinished_seconds",
  "Age of the oldest unfinished payment, those that wait for the shopper included.",
);

/** By how many euros a sum rose; a refund that came back lowers it, and a counter cannot fall. */
const rise = (beforeCents = 0, afterCents: number): number => Math.max(0, afterCents - beforeCents) / 100;

/** Counts a committed change. */
export const countChange = (before: Payment | undefined, { payment }: Pick<Change, "payment">): void => {
  if (before?.status !== payment.status) payments.inc({ status: payment.status });
  const done = ({ refunds: all }: Payment) => all.filter(({ status }) => status === "succeeded");
  const earlier = new Set(before === undefined ? [] : done(before).map(({ id }) => id));
  for (const { id, cause } of done(payment)) if (!earlier.has(id)) refunds.inc({ reason: cause });
  captured.inc(rise(before?.capturedCents, payment.capturedCents));
  refunded.inc(rise(before?.refundedCents, payment.refundedCents));
};

export const observing = (log: Pick<Observer, "warn">): Observer => ({
  callback: (result) => callbacks.inc({ result }),
  differences: (count) => differences.set(count),
  refused: (asked) => refusals.inc({ asked }),
  standing: ({ troubled: byKind, oldestUnfinished }) => {
    for (const kind of TroubleKind.options) troubled.set({ kind }, byKind.get(kind) ?? 0);
    oldest.set(oldestUnfinished === undefined ? 0 : (Date.now() - oldestUnfinished.getTime()) / 1000);
  },
  warn: (fields, message) => log.warn(fields, message),
});
