import { secondsAfter } from "@caravan/contracts";
import { type Change, changed, unchanged } from "./change.ts";
import { askAnew, giveBack, isLost, owedRefund } from "./give-back.ts";
import { hasEnded, type Moment, type Payment, type Refund } from "./payment.ts";
import { endWhenEmpty } from "./refunds.ts";
import {
  paymentEnded,
  paymentNotAuthorised,
  refundKeyReused,
  refundRefused,
  refundStillOwed,
  refundTooLarge,
} from "./refusals.ts";

/** Requests the capture. @throws Refusal `payment-ended`, `payment-not-authorised` */
export const requestCapture = (payment: Payment, moment: Moment): Change => {
  if (payment.cancelRequested || payment.orderEnded || hasEnded(payment)) throw paymentEnded(payment.id);
  if (payment.status === "captured") return unchanged(payment);
  if (payment.status !== "authorised") throw paymentNotAuthorised(payment.id);
  return payment.captureRequested ? unchanged(payment) : changed(payment, { captureRequested: true }, moment);
};

/** Requests the cancellation, in any state. */
export const requestCancel = (payment: Payment, moment: Moment): Change => {
  if (payment.cancelRequested || hasEnded(payment)) return unchanged(payment);
  const cancelling = { ...payment, cancelRequested: true };
  const parts = { ...cancelling, ...giveBack(cancelling, "cancelled", moment) };
  return changed(payment, { ...parts, ...endWhenEmpty(parts) }, moment);
};

/**
 * Requests a refund, once per key. While a failed refund is owed, only `retry` repeats it: a new one
 * beside it would refund the shopper twice. A refund of all that is left is allowed, since no refund is left to retry then.
 *
 * @throws Refusal `refund-too-large`, `refund-still-owed`, `idempotency-key-reused`, `refund-refused`
 */
export const requestRefund = (
  payment: Payment,
  wanted: { key: string; amountCents: number; reason: string },
  moment: Moment,
): Change => {
  const known = payment.refunds.find(({ key }) => key === wanted.key);
  if (known !== undefined) {
    if (known.amountCents !== wanted.amountCents) throw refundKeyReused(wanted.key);
    if (isLost(known)) throw refundRefused(`${known.id} is ${known.status}`);
    return unchanged(payment);
  }
  const left = payment.capturedCents - payment.reservedCents;
  const owed = owedRefund(payment);
  if (owed !== undefined && (owed.anew !== undefined || wanted.amountCents < left))
    throw refundStillOwed(payment.id, owed.lost, owed.anew?.id);
  if (wanted.amountCents < 1 || wanted.amountCents > left) throw refundTooLarge(left);
  const refund: Refund = { id: moment.newRefundId(), ...wanted, cause: "command", status: "requested" };
  const reservedCents = payment.reservedCents + wanted.amountCents;
  return changed(payment, { reservedCents, refunds: [...payment.refunds, refund] }, moment);
};

/** Changes the return address. */
export const readdress = (payment: Payment, returnUrl: string): Change =>
  unchanged({ ...payment, returnUrl });

/**
 * Retries a payment in trouble for staff: unfinished commands are due now, and failed refunds are requested again
 * under new ids. The same key again requests the same.
 */
export const retry = (payment: Payment, key: string, moment: Moment): Change => {
  const calm = { ...payment, trouble: null };
  const refunds =
    payment.cancelRequested && payment.capturedCents > 0
      ? giveBack(calm, "cancelled", moment, key)
      : askAnew(calm, moment);
  const change = changed(payment, { ...calm, ...refunds }, moment);
  return change.payment.dueAt === null
    ? change
    : { ...change, payment: { ...change.payment, dueAt: secondsAfter(moment.now, 0) } };
};
