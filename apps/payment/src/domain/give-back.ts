import type { Moment, Payment, Refund, RefundCause } from "./payment.ts";

const reasons: Readonly<Record<Exclude<RefundCause, "command">, string>> = {
  cancelled: "The payment was cancelled.",
  late: "The money arrived after the payment was cancelled.",
};

/** No caller's key: a space cannot be sent in one. */
const cancellationKey = "by cancellation";

const isByCancellation = ({ cause }: Refund): boolean => cause !== "command";

/** Refunds that did not give the money back, and never will. */
export const isLost = ({ status }: Refund): boolean => status === "refused" || status === "failed";

/** Asks for the refund of all that is left, once. One that the provider refused is asked for anew only when staff wants it, once per key. */
export const giveBack = (
  payment: Payment,
  cause: Exclude<RefundCause, "command">,
  { newRefundId }: Moment,
  staffKey?: string,
): Partial<Payment> => {
  const key = staffKey === undefined ? cancellationKey : `${cancellationKey} ${staffKey}`;
  const left = payment.capturedCents - payment.reservedCents;
  const isAsked =
    staffKey === undefined
      ? payment.refunds.some(isByCancellation)
      : payment.refunds.some((refund) => refund.key === key);
  if (left === 0 || isAsked) return {};
  const refund: Refund = {
    id: newRefundId(),
    key,
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
