import { isOpenRefund, type Moment, type Payment, type Refund, type RefundCause } from "./payment.ts";

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

/** No caller's key either. */
const anewKey = ({ id }: Refund): string => `again ${id}`;

/** Reports whether it replaces one that was lost, so that the caller of the first one hears nothing of it. */
export const isAnew = ({ key }: Refund): boolean => key.startsWith("again ");

/** Refunds that a caller wanted, that were lost unheard, and that are not asked for anew; each for no more than there is. */
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

/** A refund that a caller wanted, that did not arrive, and that the shopper is still to get. */
interface Owed {
  readonly lost: Refund;
  /** The refund that replaces it, when staff has asked for it anew and the provider is not done. */
  readonly anew: Refund | undefined;
}

/** The refund that the shopper is still to get before a new one may be asked for: what is asked for anew first. */
export const owedRefund = (payment: Payment): Owed | undefined => {
  const anew = payment.refunds.find((refund) => isAnew(refund) && isOpenRefund(refund));
  const lost = anew && payment.refunds.find((refund) => anewKey(refund) === anew.key);
  if (lost !== undefined) return { lost, anew };
  const [first] = notAskedAnew(payment);
  return first && { lost: first.lost, anew: undefined };
};

/** What was to go back, did not, and waits for staff. */
export const lostCents = (payment: Payment): number =>
  payment.cancelRequested
    ? payment.capturedCents - payment.reservedCents
    : notAskedAnew(payment).reduce((sum, { amountCents }) => sum + amountCents, 0);

/** Asks anew for refunds that a caller wanted and that were lost, each once. */
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
