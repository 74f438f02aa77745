import { secondsAfter } from "@caravan/contracts";
import { isOpenRefund, type Moment, type Payment, waitsForShopper } from "./payment.ts";
import { troubled } from "./trouble.ts";

/** How long money may be held without a capture or void before it is in trouble: an order needs seconds. */
const unclaimedSeconds = 3600;
/** A provider may need days for an accepted refund; it also sends a callback. */
const pendingSeconds = 6 * 3600;
/** Attempts without progress, about an hour and a half, after which it is in trouble and the pauses become longer. */
const quickLooks = 20;
/** Attempts, two weeks, after which it is left to staff. */
const mostLooks = quickLooks + 14 * 24;
/** An unconfirmed payment is cancelled after this time: orders expire after minutes. */
const abandonedSeconds = 24 * 3600;
/** Longer than any request that begins a payment at the provider. */
export const beginSeconds = 60;

/**
 * The lanes of the worker, each processed separately, so that none waits behind another: confirmations by shoppers, commands with an
 * unknown outcome, and payments with many attempts without progress.
 */
export const lanes = ["confirmation", "command", "again"] as const;
export type Lane = (typeof lanes)[number];

/** Attempts without progress after which a payment moves to the slow lane. */
const slowLooks = 4;

export const laneOf = (payment: Payment): Lane => {
  if (payment.attempts >= slowLooks) return "again";
  return waitsForShopper(payment) ? "confirmation" : "command";
};

/** Reports whether the bank holds money, and neither capture nor void is requested. */
const isUnclaimed = ({ status, captureRequested, cancelRequested }: Payment): boolean =>
  status === "authorised" && !captureRequested && !cancelRequested;

const isRefunding = ({ refunds }: Payment): boolean => refunds.some(isOpenRefund);

/** Reports whether only an accepted refund is still open. */
export const onlyWaitsForRefund = ({ refunds, needsVoid }: Payment): boolean =>
  !needsVoid &&
  refunds.some(({ status }) => status === "pending") &&
  refunds.every(({ status }) => status !== "requested");

/** Reports whether the provider has to be called. What only staff can resolve is not repeated. */
export const isUnfinished = (payment: Payment): boolean =>
  payment.status === "requires-confirmation" ||
  payment.status === "authorised" ||
  payment.needsVoid ||
  isRefunding(payment);

/** Reports whether the time to confirm it is over. */
export const isAbandoned = (payment: Payment, now: Date): boolean =>
  waitsForShopper(payment) &&
  (payment.orderEnded || secondsAfter(payment.createdAt, abandonedSeconds) <= now);

const pauseOf = (payment: Payment, { pollAfterSeconds }: Moment): number => {
  if (isUnclaimed(payment)) return unclaimedSeconds;
  return onlyWaitsForRefund(payment) ? pendingSeconds : pollAfterSeconds;
};

/** Trouble that only staff can resolve stays until it is resolved. */
const needsStaff = ({ trouble }: Payment): boolean => trouble?.kind === "refund-refused";

/**
 * Decides the next due time: soon after progress, now when money may have to be voided or refunded, none when done.
 * Progress clears `no-answer`.
 */
export const schedule = (before: Payment, changed: Payment, moment: Moment): Payment => {
  const trouble = changed.trouble !== before.trouble || needsStaff(changed) ? changed.trouble : null;
  if (!isUnfinished(changed)) return { ...changed, dueAt: null, attempts: 0, unfinishedSince: null, trouble };
  const atOnce = changed.needsVoid && !before.needsVoid;
  return {
    ...changed,
    dueAt: atOnce ? moment.now : secondsAfter(moment.now, pauseOf(changed, moment)),
    attempts: 0,
    unfinishedSince: before.unfinishedSince ?? moment.now,
    trouble,
  };
};

/** The longest pause after so many attempts without progress. */
export const longestPauseSeconds = (payment: Payment): number => {
  if (onlyWaitsForRefund(payment)) return pendingSeconds;
  return payment.attempts < quickLooks ? 300 : 3600;
};

/** A claimed payment: postponed, so that no other worker takes it, and in trouble after too many attempts. */
export const putOff = (payment: Payment, now: Date, pauseSeconds: number): Payment => {
  const attempts = payment.attempts + 1;
  const put = { ...payment, attempts, dueAt: attempts < mostLooks ? secondsAfter(now, pauseSeconds) : null };
  if (needsStaff(payment) || waitsForShopper(payment)) return put;
  if (isUnclaimed(payment))
    return {
      ...put,
      trouble: troubled(
        payment.trouble,
        "unclaimed",
        "The bank holds money that is neither captured nor voided.",
        now,
      ),
    };
  if (attempts < quickLooks || payment.trouble?.kind === "provider-refused") return put;
  const reason = onlyWaitsForRefund(payment)
    ? "The provider accepted a refund and has not confirmed it."
    : "The provider gives no final answer.";
  return { ...put, trouble: troubled(payment.trouble, "no-answer", reason, now) };
};

/** The provider refused a command for good: no further attempt until staff retries. */
export const halt = (payment: Payment, reason: string, now: Date): Payment => ({
  ...payment,
  dueAt: null,
  trouble: troubled(payment.trouble, "provider-refused", reason, now),
});

/** Not due any more, when nothing is left to do. */
export const rest = (payment: Payment): Payment =>
  payment.dueAt === null || isUnfinished(payment)
    ? payment
    : { ...payment, dueAt: null, attempts: 0, unfinishedSince: null };
