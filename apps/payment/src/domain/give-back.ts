import { isOpenRefund, type Moment, type Payment, type Refund, type RefundCause } from "./payment.ts";

const reasons: Readonly<Record<Exclude<RefundCause, "command">, string>> = {
  cancelled: "The payment was cancelled.",
  late: "The money arrived after the payment was cancelled.",
};

/** Cannot clash with a caller's key, which has no spaces. */
const cancellationKey = "by cancellation";

const isByCancellation = ({ cause }: Refund): boolean => cause !== "command";

/** Refunds that failed for good. */
export const isLost = ({ status }: Refund): boolean => status === "refused" || status === "failed";

/** Requests the refund of all that is left, once. One that the provider refused is repeated only for staff, once per key. */
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

/** Cannot clash with a caller's key either. */
const anewKey = ({ id }: Refund): string => `again ${id}`;

/** Reports whether it replaces a failed one, so that the caller of the first one gets no reply about it. */
export const isAnew = ({ key }: Refund): boolean => key.startsWith("again ");

/** Refunds that a caller requested, that failed later, and that are not replaced yet; each for no more than is left. */
const notAskedAnew = (payment: Payment): { readonly lost: Refund; readonly amountCents: number }[] => {
  let left = payment.capturedCents - payment.reservedCents;
  return payment.refunds.flatMap((lost) => {
    const isUnheard = lost.status === "failed" || (lost.status === "refused" && isAnew(lost));
    const isAsked = payment.refunds.some(({ key }) => key === anewKey(lost));
    const amountCents = Math.min(lost.amountCents, left);
    if (!isUnheard || isByCancellation(lost) || isAsked || amountCents < 1) return [];
    left -= amountCents;
    return [{ lost, amountCents }];
  });
};

/** A failed refund of a caller that the shopper must still get. */
interface Owed {
  readonly lost: Refund;
  /** The refund that replaces it, when staff has retried it and the provider is not done. */
  readonly anew: Refund | undefined;
}

/** The owed refund that blocks new ones: a repeated one first. */
export const owedRefund = (payment: Payment): Owed | undefined => {
  const anew = payment.refunds.find((refund) => isAnew(refund) && isOpenRefund(refund));
  const lost = anew && payment.refunds.find((refund) => anewKey(refund) === anew.key);
  if (lost !== undefined) return { lost, anew };
  const [first] = notAskedAnew(payment);
  return first && { lost: first.lost, anew: undefined };
};

/** The amount of failed refunds that wait for staff. */
export const lostCents = (payment: Payment): number =>
  payment.cancelRequested
    ? payment.capturedCents - payment.reservedCents
    : notAskedAnew(payment).reduce((sum, { amountCents }) => sum + amountCents, 0);

/** Requests again the failed refunds of callers, each once. */
export const askAnew = (payment: Payment, { newRefundId }: Moment): Partial<Payment> => {
  const fresh = notAskedAnew(payment).map(
    ({ lost, amountCents }): Refund => ({
      ...lost,
      ...{ id: newRefundId(), key: anewKey(lost), amountCents, status: "requested" },
    }),
  );
  if (fresh.length === 0) return {};
  return {
    reservedCents: payment.reservedCents + fresh.reduce((sum, { amountCents }) => sum + amountCents, 0),
    refunds: [...payment.refunds, ...fresh],
  };
};
