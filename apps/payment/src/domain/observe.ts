import { secondsAfter } from "@caravan/contracts";
import { capturedMovement } from "./books.ts";
import { authorisedEvent, type Change, changed, declinedEvent, unchanged } from "./change.ts";
import { giveBack } from "./give-back.ts";
import { hasEnded, type Moment, type Payment } from "./payment.ts";
import { paymentDiffers } from "./refusals.ts";
import { beginSeconds, rest } from "./schedule.ts";

/** The state of a payment at the provider, from a reply or a callback, which may be old. */
export interface Seen {
  /** Null when the message has none. */
  readonly intentId: string | null;
  readonly paymentId: string;
  readonly status: "created" | "authorised" | "captured" | "declined" | "voided";
  readonly amountCents: number;
  readonly currency: string;
  readonly capturedCents: number;
  readonly declineReason: string | null;
  readonly confirmationUrl: string | null;
}

/** Compares the message with the payment. @throws Refusal `payment-differs` that names the differing fields */
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
 * Applies a message of the provider. Messages come twice, late and in any order, so only what moves a payment forward counts;
 * money that comes after its end is voided or refunded.
 *
 * @throws Refusal `payment-differs`
 */
export const observe = (payment: Payment, seen: Seen, moment: Moment): Change => {
  verify(payment, seen);
  const known = withDetails(heedOrder(payment), seen);
  if (seen.status === "captured")
    return known.capturedCents > 0 ? onlyDetails(payment, known) : takeIn(known, seen, moment);
  if (known.capturedCents > 0) return onlyDetails(payment, known);
  if (seen.status === "declined" || seen.status === "voided") return end(payment, known, seen, moment);
  if (hasEnded(known)) {
    // Begun at the provider while it was cancelled here: its page was not given to any shopper, and must not be.
    const isNews = seen.status === "authorised" || (payment.intentId === null && known.intentId !== null);
    return isNews && !known.needsVoid
      ? changed(known, { needsVoid: true }, moment)
      : onlyDetails(payment, known);
  }
  if (seen.status === "authorised" && known.status === "requires-confirmation") {
    const events = known.cancelRequested ? [] : [authorisedEvent(known)];
    return changed(known, { status: "authorised" }, moment, { events });
  }
  return onlyDetails(payment, known);
};

/** The content of the first reply: the provider's id and its page. */
const withDetails = (payment: Payment, seen: Seen): Payment => {
  const intentId = payment.intentId ?? seen.intentId;
  const confirmationUrl = payment.confirmationUrl ?? seen.confirmationUrl;
  return intentId === payment.intentId && confirmationUrl === payment.confirmationUrl
    ? payment
    : { ...payment, intentId, confirmationUrl };
};

/** An order that ended while its payment was being begun must not be paid any more. */
const heedOrder = (payment: Payment): Payment =>
  payment.orderEnded && !payment.cancelRequested && !hasEnded(payment) && payment.capturedCents === 0
    ? { ...payment, cancelRequested: true }
    : payment;

/** Only the new details; a due payment with nothing left to do is no longer due. */
const onlyDetails = (payment: Payment, known: Payment): Change => {
  const next = rest(known);
  return unchanged(next === payment ? payment : next);
};

/** The provider does not know it. A cancelled one has ended with that. */
export const neverBegun = (payment: Payment, moment: Moment): Change => {
  if (payment.intentId !== null) return unchanged(payment);
  if (hasEnded(payment)) return unchanged(rest({ ...payment, needsVoid: false }));
  return payment.cancelRequested ? endUnbegun(payment, null, moment) : unchanged(payment);
};

/**
 * The provider refused to begin it, so there is nothing to wait for. The order may be paid by another attempt.
 */
export const refuseBeginning = (payment: Payment, reason: string, moment: Moment): Change =>
  payment.intentId === null && payment.status === "requires-confirmation"
    ? endUnbegun(payment, reason, moment)
    : unchanged(payment);

/** It is looked up once more, since a request that begins it may be under way. */
const endUnbegun = (payment: Payment, declineReason: string | null, moment: Moment): Change => {
  const { payment: ended, ...effects } = changed(payment, { status: "cancelled", declineReason }, moment);
  return { ...effects, payment: { ...ended, dueAt: secondsAfter(moment.now, beginSeconds) } };
};

/** The money is captured: it is booked, and refunded when the payment had been cancelled. */
const takeIn = (payment: Payment, seen: Seen, moment: Moment): Change => {
  const { capturedCents } = seen;
  const movements = [capturedMovement(payment.id, capturedCents)];
  if (hasEnded(payment) || payment.cancelRequested) {
    const parts = {
      ...payment,
      cancelRequested: true,
      capturedCents,
      status: "captured" as const,
      needsVoid: false,
    };
    return changed(payment, { ...parts, ...giveBack(parts, "late", moment) }, moment, { movements });
  }
  // Captured without a message of the authorisation: the order must still get the event.
  const events = payment.status === "requires-confirmation" ? [authorisedEvent(payment)] : [];
  return changed(payment, { capturedCents, status: "captured" }, moment, { movements, events });
};

const end = (before: Payment, payment: Payment, seen: Seen, moment: Moment): Change => {
  if (hasEnded(payment))
    return payment.needsVoid ? changed(payment, { needsVoid: false }, moment) : onlyDetails(before, payment);
  if (payment.cancelRequested || payment.status === "authorised")
    return changed(payment, { status: "cancelled" }, moment);
  const reason = (seen.declineReason ?? "The payment was not confirmed in time.").slice(0, 200);
  const events = [declinedEvent(payment, reason)];
  return changed(payment, { status: "declined", declineReason: reason }, moment, { events });
};
