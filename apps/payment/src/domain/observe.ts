import { capturedMovement } from "./books.ts";
import { authorisedEvent, type Change, changed, declinedEvent, unchanged } from "./change.ts";
import {
  hasEnded,
  isUnfinished,
  type Moment,
  type Payment,
  type Refund,
  type RefundCause,
} from "./payment.ts";
import { paymentDiffers } from "./refusals.ts";

/** A payment as the provider sees it, in its reply or in a callback, which may be old. */
export interface Seen {
  /** Null when the message does not say. */
  readonly intentId: string | null;
  readonly paymentId: string;
  readonly status: "created" | "authorised" | "captured" | "declined" | "voided";
  readonly amountCents: number;
  readonly currency: string;
  readonly capturedCents: number;
  readonly declineReason: string | null;
  readonly confirmationUrl: string | null;
}

/** Holds what was seen against what was asked for. @throws Refusal `payment-differs` that names what differs */
const verify = (payment: Payment, seen: Seen): void => {
  const differing = [
    seen.paymentId !== payment.id && "reference",
    seen.currency !== "EUR" && "currency",
    seen.amountCents !== payment.amountCents && "amount",
    payment.intentId !== null && seen.intentId !== null && seen.intentId !== payment.intentId && "intent",
    seen.status === "captured" &&
      !(seen.capturedCents > 0 && seen.capturedCents <= payment.amountCents) &&
      "captured amount",
  ].filter((part) => part !== false);
  if (differing.length > 0) throw paymentDiffers(payment.id, differing);
};

/**
 * Takes over what the provider says. Messages come twice, late and in any order, so only what moves a payment forward counts;
 * what comes after its end is given up or given back.
 *
 * @throws Refusal `payment-differs`
 */
export const observe = (payment: Payment, seen: Seen, moment: Moment): Change => {
  verify(payment, seen);
  const known = learn(payment, seen);
  if (seen.status === "captured")
    return known.capturedCents > 0 ? learned(payment, known) : takeIn(known, seen, moment);
  if (known.capturedCents > 0) return learned(payment, known);
  if (seen.status === "declined" || seen.status === "voided") return end(payment, known, seen, moment);
  if (hasEnded(known)) {
    const late = seen.status === "authorised" && !known.suspect;
    return late ? changed(known, { suspect: true }, moment) : learned(payment, known);
  }
  if (seen.status === "authorised" && known.status === "requires-confirmation") {
    const events = known.cancelRequested ? [] : [authorisedEvent(known)];
    return changed(known, { status: "authorised" }, moment, { events });
  }
  return learned(payment, known);
};

/** What the first reply tells: the provider's name and its page. */
const learn = (payment: Payment, seen: Seen): Payment => {
  const intentId = payment.intentId ?? seen.intentId;
  const confirmationUrl = payment.confirmationUrl ?? seen.confirmationUrl;
  return intentId === payment.intentId && confirmationUrl === payment.confirmationUrl
    ? payment
    : { ...payment, intentId, confirmationUrl };
};

/** Nothing but what was learnt; a payment that was looked at though nothing is left to do is put to rest. */
const learned = (payment: Payment, known: Payment): Change => {
  if (known.dueAt !== null && !isUnfinished(known)) return unchanged({ ...known, dueAt: null, attempts: 0 });
  return unchanged(known === payment ? payment : known);
};

/** The money is ours, wanted or not: it is booked, and goes back when the payment had been given up. */
const takeIn = (payment: Payment, seen: Seen, moment: Moment): Change => {
  const { capturedCents } = seen;
  const movements = [capturedMovement(payment.id, capturedCents)];
  if (hasEnded(payment) || payment.cancelRequested) {
    const parts = {
      ...payment,
      cancelRequested: true,
      capturedCents,
      status: "captured" as const,
      suspect: false,
    };
    return changed(payment, { ...parts, ...giveBack(parts, "late", moment) }, moment, { movements });
  }
  // Taken without having been seen on hold: the order must still learn that it is paid.
  const events = payment.status === "requires-confirmation" ? [authorisedEvent(payment)] : [];
  return changed(payment, { capturedCents, status: "captured" }, moment, { movements, events });
};

const end = (before: Payment, payment: Payment, seen: Seen, moment: Moment): Change => {
  if (hasEnded(payment))
    return payment.suspect ? changed(payment, { suspect: false }, moment) : learned(before, payment);
  if (payment.cancelRequested || payment.status === "authorised")
    return changed(payment, { status: "cancelled" }, moment);
  const reason = (seen.declineReason ?? "The payment was not confirmed in time.").slice(0, 200);
  const events = [declinedEvent(payment, reason)];
  return changed(payment, { status: "declined", declineReason: reason }, moment, { events });
};

const reasons: Readonly<Record<Exclude<RefundCause, "command">, string>> = {
  cancelled: "The payment was cancelled.",
  late: "The money arrived after the payment was cancelled.",
};

/** Asks for the refund of all that is left; once per payment. */
export const giveBack = (
  payment: Payment,
  cause: Exclude<RefundCause, "command">,
  { newRefundId }: Moment,
): Partial<Payment> => {
  const left = payment.capturedCents - payment.reservedCents;
  if (left === 0 || payment.refunds.some(({ key }) => key === cancellationKey)) return {};
  const refund: Refund = {
    id: newRefundId(),
    key: cancellationKey,
    amountCents: left,
    reason: reasons[cause],
    cause,
    status: "requested",
  };
  return { reservedCents: payment.capturedCents, refunds: [...payment.refunds, refund] };
};

/** No caller's key: a space cannot be sent in one. */
const cancellationKey = "by cancellation";
