import { euros, type Payment as PaymentReply, type PaymentStatus } from "@caravan/contracts";
import { amountNotPayable } from "./refusals.ts";

/** Why money goes back: somebody asked, the payment was cancelled, or it was taken after the payment had been cancelled. */
export type RefundCause = "command" | "cancelled" | "late";

/** Money on its way back, or back. Its id is the provider's refund reference, so asking twice refunds once. */
export interface Refund {
  readonly id: string;
  /** The caller's key: one refund per payment and key. */
  readonly key: string;
  readonly amountCents: number;
  readonly reason: string;
  readonly cause: RefundCause;
  readonly status: "requested" | "succeeded" | "refused";
}

/** The payment of one order. Always `refunded ≤ reserved ≤ captured ≤ amount`. */
export interface Payment {
  readonly id: string;
  readonly orderId: string;
  readonly returnUrl: string;
  readonly status: PaymentStatus;
  readonly amountCents: number;
  readonly capturedCents: number;
  readonly refundedCents: number;
  /** The sum of refunds that are asked for or done. */
  readonly reservedCents: number;
  /** Somebody wants the money; kept until the provider has said what became of it. */
  readonly captureRequested: boolean;
  /** Nobody wants the money any more; never taken back. */
  readonly cancelRequested: boolean;
  /** The payment has ended, but a callback says that the provider holds money for it: that has to be given up. */
  readonly suspect: boolean;
  /** The provider's name for it; null until the provider has answered once. */
  readonly intentId: string | null;
  readonly confirmationUrl: string | null;
  readonly declineReason: string | null;
  /** When the worker looks at it; null when nothing is left to do. */
  readonly dueAt: Date | null;
  /** How often the worker looked without progress. */
  readonly attempts: number;
  readonly createdAt: Date;
  readonly refunds: readonly Refund[];
}

/** What a step takes from outside, so that the machine stays pure. */
export interface Moment {
  readonly now: Date;
  /** How long a payment may stand still before the worker asks the provider. */
  readonly pollAfterSeconds: number;
  readonly newRefundId: () => string;
}

/** A hundred million euros: what providers take at most. */
const mostCents = 100_000_000_00;

/** A payment that nobody has confirmed yet. @throws Refusal `amount-not-payable` */
export const begin = (
  input: { id: string; orderId: string; amountCents: number; returnUrl: string },
  moment: Moment,
): Payment => {
  if (input.amountCents < 1 || input.amountCents > mostCents) throw amountNotPayable(mostCents);
  return { ...input, ...untouched, dueAt: after(moment), createdAt: moment.now };
};

const untouched = {
  status: "requires-confirmation",
  capturedCents: 0,
  refundedCents: 0,
  reservedCents: 0,
  captureRequested: false,
  cancelRequested: false,
  suspect: false,
  intentId: null,
  confirmationUrl: null,
  declineReason: null,
  attempts: 0,
  refunds: [],
} as const;

const after = ({ now, pollAfterSeconds }: Moment): Date => new Date(now.getTime() + pollAfterSeconds * 1000);

/** Reports whether nothing is taken any more. */
export const hasEnded = ({ status }: Payment): boolean => status === "declined" || status === "cancelled";

/** Reports whether the provider still has to be asked something. */
export const isUnfinished = (payment: Payment): boolean =>
  payment.status === "requires-confirmation" ||
  payment.suspect ||
  payment.reservedCents > payment.refundedCents ||
  (payment.cancelRequested && !hasEnded(payment)) ||
  (payment.captureRequested && payment.status === "authorised");

/** Decides when the worker looks again: soon after progress, at once when money may be where it should not, never when done. */
export const schedule = (before: Payment, changed: Payment, moment: Moment): Payment => {
  if (!isUnfinished(changed)) return { ...changed, dueAt: null, attempts: 0 };
  if (changed.suspect && !before.suspect) return { ...changed, dueAt: moment.now, attempts: 0 };
  return { ...changed, dueAt: after(moment), attempts: 0 };
};

/** The payment as callers see it. */
export const paymentReply = (payment: Payment): PaymentReply => ({
  id: payment.id,
  orderId: payment.orderId,
  status: payment.status,
  amount: euros(payment.amountCents),
  captured: euros(payment.capturedCents),
  refunded: euros(payment.refundedCents),
  confirmationUrl:
    payment.status === "requires-confirmation" && !payment.cancelRequested ? payment.confirmationUrl : null,
  declineReason: payment.declineReason,
});
