import { isOpenRefund, later, type Moment, type Payment, waitsForShopper } from "./payment.ts";
import { troubled } from "./trouble.ts";

/** How long money may be held that nobody takes or gives up, before staff is told: an order needs seconds for it. */
const unclaimedSeconds = 3600;
/** A provider that has taken a refund on may need days; it also tells by itself. */
const pendingSeconds = 6 * 3600;
/** After so many looks without progress, about an hour and a half, staff is told, and the pauses become longer. */
const quickLooks = 20;
/** After so many, two weeks, nobody looks any more until staff wants it. */
const mostLooks = quickLooks + 14 * 24;
/** A shopper who has not confirmed for so long does not come back: orders give up after minutes. */
const abandonedSeconds = 24 * 3600;
/** Longer than any request that begins a payment at the provider. */
export const beginSeconds = 60;

/**
 * How the worker takes payments: each lane for itself, so that none waits behind another. Shoppers who are to confirm, commands whose
 * outcome is unknown, and whatever was looked at often without progress.
 */
export const lanes = ["confirmation", "command", "again"] as const;
export type Lane = (typeof lanes)[number];

/** Looks without progress after which a payment holds up only others that are as slow. */
const slowLooks = 4;

export const laneOf = (payment: Payment): Lane => {
  if (payment.attempts >= slowLooks) return "again";
  return waitsForShopper(payment) ? "confirmation" : "command";
};

/** Reports whether the bank holds money, and nobody has said what is to become of it. */
const isUnclaimed = ({ status, captureRequested, cancelRequested }: Payment): boolean =>
  status === "authorised" && !captureRequested && !cancelRequested;

const isRefunding = ({ refunds }: Payment): boolean => refunds.some(isOpenRefund);

/** All that is left to do is to wait for a provider that has taken a refund on. */
export const onlyWaitsForRefund = ({ refunds, suspect }: Payment): boolean =>
  !suspect &&
  refunds.some(({ status }) => status === "pending") &&
  refunds.every(({ status }) => status !== "requested");

/** Reports whether the provider still has to be asked something. What only staff can mend is not asked again. */
export const isUnfinished = (payment: Payment): boolean =>
  payment.status === "requires-confirmation" ||
  payment.status === "authorised" ||
  payment.suspect ||
  isRefunding(payment);

/** Reports whether nobody will confirm it any more. */
export const isAbandoned = (payment: Payment, now: Date): boolean =>
  waitsForShopper(payment) && (payment.orderEnded || later(payment.createdAt, abandonedSeconds) <= now);

const pauseOf = (payment: Payment, { pollAfterSeconds }: Moment): number => {
  if (isUnclaimed(payment)) return unclaimedSeconds;
  return onlyWaitsForRefund(payment) ? pendingSeconds : pollAfterSeconds;
};

/** What only staff could clear away stays until it is cleared away. */
const needsStaff = ({ trouble }: Payment): boolean => trouble?.kind === "refund-refused";

/**
 * Decides when the worker looks again: soon after progress, at once when money may be where it should not, never when done.
 * Progress ends the trouble that was only a lack of it.
 */
export const schedule = (before: Payment, changed: Payment, moment: Moment): Payment => {
  const trouble = changed.trouble !== before.trouble || needsStaff(changed) ? changed.trouble : null;
  if (!isUnfinished(changed)) return { ...changed, dueAt: null, attempts: 0, unfinishedSince: null, trouble };
  const atOnce = changed.suspect && !before.suspect;
  return {
    ...changed,
    dueAt: atOnce ? moment.now : later(moment.now, pauseOf(changed, moment)),
    attempts: 0,
    unfinishedSince: before.unfinishedSince ?? moment.now,
    trouble,
  };
};

/** The longest pause after so many looks without progress. */
export const longestPauseSeconds = (payment: Payment): number => {
  if (onlyWaitsForRefund(payment)) return pendingSeconds;
  return payment.attempts < quickLooks ? 300 : 3600;
};

/** A payment that the worker is about to look at: put off, so that nobody else does, and in trouble when that helps too rarely. */
export const putOff = (payment: Payment, now: Date, pauseSeconds: number): Payment => {
  const attempts = payment.attempts + 1;
  const put = { ...payment, attempts, dueAt: attempts < mostLooks ? later(now, pauseSeconds) : null };
  if (needsStaff(payment) || waitsForShopper(payment)) return put;
  if (isUnclaimed(payment))
    return {
      ...put,
      trouble: troubled(
        payment.trouble,
        "unclaimed",
        "The bank holds money that nobody takes or gives up.",
        now,
      ),
    };
  if (attempts < quickLooks || payment.trouble?.kind === "provider-refused") return put;
  const reason = onlyWaitsForRefund(payment)
    ? "The provider took a refund on and does not say that it arrived."
    : "The provider gives no answer that ends it.";
  return { ...put, trouble: troubled(payment.trouble, "no-answer", reason, now) };
};

/** Nothing is asked any more until staff wants it: the provider refused a command for good. */
export const halt = (payment: Payment, reason: string, now: Date): Payment => ({
  ...payment,
  dueAt: null,
  trouble: troubled(payment.trouble, "provider-refused", reason, now),
});

/** Put to rest, when nothing is left to do. */
export const rest = (payment: Payment): Payment =>
  payment.dueAt === null || isUnfinished(payment)
    ? payment
    : { ...payment, dueAt: null, attempts: 0, unfinishedSince: null };
