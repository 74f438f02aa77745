import { refundedMovement } from "./books.ts";
import { type Change, changed, refundedEvent, unchanged } from "./change.ts";
import { giveBack } from "./observe.ts";
import { hasEnded, type Moment, type Payment, type Refund } from "./payment.ts";
import { paymentEnded, paymentNotAuthorised, refundKeyReused, refundTooLarge } from "./refusals.ts";

/** Wants the money. @throws Refusal `payment-ended`, `payment-not-authorised` */
export const requestCapture = (payment: Payment, moment: Moment): Change => {
  if (payment.cancelRequested || hasEnded(payment)) throw paymentEnded(payment.id);
  if (payment.status === "captured") return unchanged(payment);
  if (payment.status !== "authorised") throw paymentNotAuthorised(payment.id);
  return payment.captureRequested ? unchanged(payment) : changed(payment, { captureRequested: true }, moment);
};

/** Wants no money to stay, whatever the state. */
export const requestCancel = (payment: Payment, moment: Moment): Change => {
  if (payment.cancelRequested || hasEnded(payment)) return unchanged(payment);
  const cancelling = { ...payment, cancelRequested: true };
  const parts = { ...cancelling, ...giveBack(cancelling, "cancelled", moment) };
  return changed(payment, { ...parts, ...endWhenEmpty(parts) }, moment);
};

/** Wants some captured money to go back, once per key. @throws Refusal `refund-too-large`, `idempotency-key-reused` */
export const requestRefund = (
  payment: Payment,
  wanted: { key: string; amountCents: number; reason: string },
  moment: Moment,
): Change => {
  const known = payment.refunds.find(({ key }) => key === wanted.key);
  if (known !== undefined) {
    if (known.amountCents !== wanted.amountCents) throw refundKeyReused(wanted.key);
    if (known.status === "refused") throw refundTooLarge(payment.capturedCents - payment.reservedCents);
    return unchanged(payment);
  }
  const left = payment.capturedCents - payment.reservedCents;
  if (wanted.amountCents < 1 || wanted.amountCents > left) throw refundTooLarge(left);
  const refund: Refund = { id: moment.newRefundId(), ...wanted, cause: "command", status: "requested" };
  const reservedCents = payment.reservedCents + wanted.amountCents;
  return changed(payment, { reservedCents, refunds: [...payment.refunds, refund] }, moment);
};

/** The provider gave it back, or never will. Told twice, it counts once. */
export const concludeRefund = (
  payment: Payment,
  refundId: string,
  status: "succeeded" | "refused",
  moment: Moment,
): Change => {
  const refund = payment.refunds.find(({ id }) => id === refundId);
  if (refund?.status !== "requested") return unchanged(payment);
  const refunds = payment.refunds.map((other) => (other === refund ? { ...refund, status } : other));
  if (status === "refused")
    return changed(payment, { refunds, reservedCents: payment.reservedCents - refund.amountCents }, moment);
  const parts = { ...payment, refunds, refundedCents: payment.refundedCents + refund.amountCents };
  return changed(payment, { ...parts, ...endWhenEmpty(parts) }, moment, {
    movements: [refundedMovement(payment.id, refund.id, refund.amountCents)],
    events: [refundedEvent(payment, refund)],
  });
};

/** A cancelled payment has ended once all that was taken is back. */
const endWhenEmpty = (payment: Payment): Partial<Payment> =>
  payment.cancelRequested && payment.status === "captured" && payment.refundedCents === payment.capturedCents
    ? { status: "cancelled" }
    : {};
