import { type PaymentStatus, paymentHasEnded } from "@caravan/contracts";
import { amountNotPayable } from "./refusals.ts";
import type { Trouble } from "./trouble.ts";

/** Why money goes back: somebody asked, the payment was cancelled, or it was taken after the payment had been cancelled. */
export const refundCauses = ["command", "cancelled", "late"] as const;
export type RefundCause = (typeof refundCauses)[number];

/**
 * `pending`: the provider has taken it on, and has not said yet that the money arrived. `refused`: it never will.
 * `failed`: it had taken it on, or even said that it arrived, and the money came back.
 */
export const refundStatuses = ["requested", "succeeded", "refused", "pending", "failed"] as const;
export type RefundStatus = (typeof refundStatuses)[number];

/** Statuses of refunds that are not settled yet. */
export const openRefunds = ["requested", "pending"] as const satisfies readonly RefundStatus[];

/** Money on its way back, or back. Its id is the provider's refund reference, so asking twice refunds once. */
export interface Refund {
  readonly id: string;
  /** The caller's key: one refund per payment and key. */
  readonly key: string;
  readonly amountCents: number;
  readonly reason: string;
  readonly cause: RefundCause;
  readonly status: RefundStatus;
}

/** An attempt to pay one order. Always `refunded ≤ reserved ≤ captured ≤ amount`. */
export interface Payment {
  readonly id: string;
  readonly orderId: string;
  /** Which try of the order this is, from 1: a new one begins when the one before ended without money. */
  readonly attempt: number;
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
  /** The payment has ended, but the provider may hold money for it, or might yet: that has to be given up. */
  readonly suspect: boolean;
  /** The provider's name for it; null until the provider has answered once. */
  readonly intentId: string | null;
  readonly confirmationUrl: string | null;
  readonly declineReason: string | null;
  /** When the worker looks at it; null when nothing is left to do. */
  readonly dueAt: Date | null;
  /** How often the worker looked without progress. */
  readonly attempts: number;
  /** Since when something is left to do. */
  readonly unfinishedSince: Date | null;
  /** What staff has to see to. */
  readonly trouble: Trouble | null;
  readonly createdAt: Date;
  readonly refunds: readonly Refund[];
  /** All payments of the order were cancelled, and none is begun any more. Read with the payment, kept with the order. */
  readonly orderEnded: boolean;
}

/** Reports whether the refund is asked for and not settled yet. */
export const isOpenRefund = ({ status }: Pick<Refund, "status">): boolean =>
  openRefunds.some((open) => open === status);

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
  input: { id: string; orderId: string; attempt: number; amountCents: number; returnUrl: string },
  moment: Moment,
): Payment => {
  if (input.amountCents < 1 || input.amountCents > mostCents) throw amountNotPayable(mostCents);
  const { now, pollAfterSeconds } = moment;
  return {
    ...input,
    ...untouched,
    dueAt: later(now, pollAfterSeconds),
    unfinishedSince: now,
    createdAt: now,
  };
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
  trouble: null,
  refunds: [],
  orderEnded: false,
} as const;

export const later = (moment: Date, seconds: number): Date => new Date(moment.getTime() + seconds * 1000);

/** Reports whether nothing is taken any more. */
export const hasEnded = ({ status }: Payment): boolean => paymentHasEnded(status);

/** Reports whether it is given up, so that the order may be paid by another try. */
export const isOver = (payment: Payment): boolean => hasEnded(payment) || payment.cancelRequested;

/** Reports whether it is the shopper's turn, or the turn of whoever began it. */
export const waitsForShopper = ({ status, cancelRequested, suspect }: Payment): boolean =>
  status === "requires-confirmation" && !cancelRequested && !suspect;

/** What the provider has taken on to give back, and has not said yet that it arrived. */
export const pendingCents = ({ refunds }: Payment): number =>
  refunds.filter(({ status }) => status === "pending").reduce((sum, { amountCents }) => sum + amountCents, 0);
