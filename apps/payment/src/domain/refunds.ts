import { refundedMovement, refundFailedMovement } from "./books.ts";
import { type Change, changed, refundedEvent, refundFailedEvent, unchanged } from "./change.ts";
import { isAnew, lostCents } from "./give-back.ts";
import { isOpenRefund, type Moment, type Payment, type Refund } from "./payment.ts";
import { troubled } from "./trouble.ts";

/** A provider's message about a refund. `failed`: it was accepted, or even confirmed, before. */
export type RefundOutcome = "pending" | "succeeded" | "refused" | "failed";

/**
 * Applies a provider's message about a refund. Only what moves it forward counts, so that messages may come twice, late and in any
 * order: requested, pending, succeeded, failed; a refusal ends it.
 */
export const concludeRefund = (
  payment: Payment,
  refundId: string,
  outcome: RefundOutcome,
  moment: Moment,
): Change => {
  const refund = payment.refunds.find(({ id }) => id === refundId);
  if (refund === undefined) return unchanged(payment);
  const isOpen = isOpenRefund(refund);
  if (outcome === "pending")
    return refund.status === "requested"
      ? changed(payment, { refunds: put(payment, refund, "pending") }, moment)
      : unchanged(payment);
  if (outcome === "succeeded") return isOpen ? succeed(payment, refund, moment) : unchanged(payment);
  if (isOpen) return lose(payment, refund, outcome, moment);
  // A refusal of a completed refund only means that it is complete.
  return refund.status === "succeeded" && outcome === "failed"
    ? takeBack(payment, refund, moment)
    : unchanged(payment);
};

const put = ({ refunds }: Payment, refund: Refund, status: Refund["status"]): Refund[] =>
  refunds.map((other) => (other === refund ? { ...refund, status } : other));

const succeed = (payment: Payment, refund: Refund, moment: Moment): Change => {
  const parts = {
    ...payment,
    refunds: put(payment, refund, "succeeded"),
    refundedCents: payment.refundedCents + refund.amountCents,
  };
  return changed(payment, { ...parts, ...endWhenEmpty(parts), ...calmWhenPaid(parts) }, moment, {
    movements: [refundedMovement(payment.id, refund.id, refund.amountCents)],
    events: [refundedEvent(payment, refund)],
  });
};

/**
 * The refund did not reach the shopper. A refusal is the reply to its caller; a failure, and a refund without a caller, is published as an
 * event. An accepted refund is on the provider's statement, in both directions, and so in the books.
 */
const lose = (payment: Payment, refund: Refund, outcome: "refused" | "failed", moment: Moment): Change => {
  const parts = {
    refunds: put(payment, refund, outcome),
    reservedCents: payment.reservedCents - refund.amountCents,
  };
  const isHeard = refund.cause === "command" && outcome === "refused" && !isAnew(refund);
  const movements =
    outcome === "failed"
      ? [refundedMovement, refundFailedMovement].map((book) =>
          book(payment.id, refund.id, refund.amountCents),
        )
      : [];
  if (isHeard) return changed(payment, parts, moment, { movements });
  const trouble = lost(payment, refund, moment);
  const events = [refundFailedEvent(payment, refund)];
  return changed(payment, { ...parts, trouble }, moment, { movements, events });
};

/** The money is with us again: it is booked, and a payment that the refund had ended is open again. */
const takeBack = (payment: Payment, refund: Refund, moment: Moment): Change =>
  changed(
    payment,
    {
      refunds: put(payment, refund, "failed"),
      refundedCents: payment.refundedCents - refund.amountCents,
      reservedCents: payment.reservedCents - refund.amountCents,
      ...(payment.status === "cancelled" ? { status: "captured" } : {}),
      trouble: lost(payment, refund, moment),
    },
    moment,
    {
      movements: [refundFailedMovement(payment.id, refund.id, refund.amountCents)],
      events: [refundFailedEvent(payment, refund)],
    },
  );

const lost = (payment: Payment, refund: Refund, { now }: Moment) =>
  troubled(payment.trouble, "refund-refused", `The provider did not refund ${refund.id}.`, now);

/** Clears the trouble once no failed refund is left to retry. */
const calmWhenPaid = (payment: Payment): Partial<Payment> =>
  payment.trouble?.kind === "refund-refused" && lostCents(payment) === 0 ? { trouble: null } : {};

/** A cancelled payment has ended once all that was captured is refunded. */
export const endWhenEmpty = (payment: Payment): Partial<Payment> =>
  payment.cancelRequested && payment.status === "captured" && payment.refundedCents === payment.capturedCents
    ? { status: "cancelled" }
    : {};
