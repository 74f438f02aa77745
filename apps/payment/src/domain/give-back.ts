import type { Moment, Payment, Refund, RefundCause } from "./payment.ts";

const reasons: Readonly<Record<Exclude<RefundCause, "command">, string>> = {
  cancelled: "The payment was cancelled.",
  late: "The money arrived after the payment was cancelled.",
};

/** No caller's key: a space cannot be sent in one. */
const cancellationKey = (round: number): string =>
  round === 0 ? "by cancellation" : `by cancellation ${round}`;

const isByCancellation = ({ cause }: Refund): boolean => cause !== "command";

/** Refunds that did not give the money back, and never will. */
export const isLost = ({ status }: Refund): boolean => status === "refused" || status === "failed";

/** Asks for the refund of all that is left. One that the provider refused is asked for anew only when staff wants it. */
export const giveBack = (
  payment: Payment,
  cause: Exclude<RefundCause, "command">,
  { newRefundId }: Moment,
  wantedByStaff = false,
): Partial<Payment> => {
  const earlier = payment.refunds.filter(isByCancellation);
  const left = payment.capturedCents - payment.reservedCents;
  if (left === 0 || (earlier.length > 0 && !wantedByStaff)) return {};
  const refund: Refund = {
    id: newRefundId(),
    key: cancellationKey(earlier.length),
    amountCents: left,
    reason: reasons[cause],
    cause,
    status: "requested",
  };
  return { reservedCents: payment.capturedCents, refunds: [...payment.refunds, refund] };
};

/** Asks anew for refunds that a caller wanted and that were lost, each once, and for no more than there is. */
export const askAnew = (payment: Payment, { newRefundId }: Moment): Partial<Payment> => {
  let left = payment.capturedCents - payment.reservedCents;
  const fresh = payment.refunds.flatMap((lost): Refund[] => {
    const key = `again ${lost.id}`;
    const amountCents = Math.min(lost.amountCents, left);
    const isAsked = payment.refunds.some((other) => other.key === key);
    if (lost.status !== "failed" || isByCancellation(lost) || isAsked || amountCents < 1) return [];
    left -= amountCents;
    return [{ ...lost, id: newRefundId(), key, amountCents, status: "requested" }];
  });
  if (fresh.length === 0) return {};
  return {
    reservedCents: payment.capturedCents - left,
    refunds: [...payment.refunds, ...fresh],
  };
};
