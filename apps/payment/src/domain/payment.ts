import { type PaymentStatus, paymentHasEnded, secondsAfter } from "@caravan/contracts";
import { amountNotPayable } from "./refusals.ts";
import type { Trouble } from "./trouble.ts";

/** Why money goes back: it was asked for, the payment was cancelled, or it was taken after the payment had been cancelled. */
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

/** A refund. Its id is the provider's refund reference, so a repeated request refunds once. */
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
  /** The number of the attempt within the order, from 1: a new one begins when the previous one ended without money. */
  readonly attempt: number;
  readonly returnUrl: string;
  readonly status: PaymentStatus;
  readonly amountCents: number;
  readonly capturedCents: number;
  readonly refundedCents: number;
  /** The sum of refunds that are requested or done. */
  readonly reservedCents: number;
  /** The capture is requested; kept until its outcome is known. */
  readonly captureRequested: boolean;
  /** The cancellation is requested; never revoked. */
  readonly cancelRequested: boolean;
  /** The payment has ended, but the provider holds or may yet hold money for it, which must be voided. */
  readonly needsVoid: boolean;
  /** The provider's id of it; null until the provider has answered once. */
  readonly intentId: string | null;
  readonly confirmationUrl: string | null;
  readonly declineReason: string | null;
  /** When the worker takes it; null when nothing is left to do. */
  readonly dueAt: Date | null;
  /** Attempts of the worker without progress. */
  readonly attempts: number;
  /** Since when something is left to do. */
  readonly unfinishedSince: Date | null;
  /** Why it needs a decision of staff. */
  readonly trouble: Trouble | null;
  readonly createdAt: Date;
  /** W3C trace context of the order; null when it has none. */
  readonly traceparent: string | null;
  readonly refunds: readonly Refund[];
  /** All payments of the order are cancelled, and none may be begun. Read with the payment, stored with the order. */
  readonly orderEnded: boolean;
}

/** Reports whether the refund is asked for and not settled yet. */
export const isOpenRefund = ({ status }: Pick<Refund, "status">): boolean =>
  openRefunds.some((open) => open === status);

/** What a step takes from outside, so that the machine stays pure. */
export interface Moment {
  readonly now: Date;
  /** How long a payment may be without news before the worker asks the provider. */
  readonly pollAfterSeconds: number;
  readonly newRefundId: () => string;
}

/** A hundred million euros: the most that providers accept. */
const mostCents = 100_000_000_00;

/** A new payment, not confirmed yet. @throws Refusal `amount-not-payable` */
export const begin = (
  input: Pick<Payment, "id" | "orderId" | "attempt" | "amountCents" | "returnUrl"> & {
    readonly traceparent?: string | undefined;
  },
  moment: Moment,
): Payment => {
  if (input.amountCents < 1 || input.amountCents > mostCents) throw amountNotPayable(mostCents);
  const { now, pollAfterSeconds } = moment;
  return {
    ...input,
    ...untouched,
    dueAt: secondsAfter(now, pollAfterSeconds),
    unfinishedSince: now,
    createdAt: now,
    traceparent: input.traceparent ?? null,
  };
};

const untouched = {
  status: "requires-confirmation",
  capturedCents: 0,
  refundedCents: 0,
  reservedCents: 0,
  captureRequested: false,
  cancelRequested: false,
  needsVoid: false,
  intentId: null,
  confirmationUrl: null,
  declineReason: null,
  attempts: 0,
  trouble: null,
  refunds: [],
  orderEnded: false,
} as const;

/** Reports whether nothing is taken any more. */
export const hasEnded = ({ status }: Payment): boolean => paymentHasEnded(status);

/** Reports whether it ended without money, so that the order may be paid by another attempt. */
export const isOver = (payment: Payment): boolean => hasEnded(payment) || payment.cancelRequested;

/** Reports whether it waits for the shopper's confirmation. */
export const waitsForShopper = ({ status, cancelRequested, needsVoid }: Payment): boolean =>
  status === "requires-confirmation" && !cancelRequested && !needsVoid;

/** The amount of refunds that the provider has accepted and not confirmed yet. */
export const pendingCents = ({ refunds }: Payment): number =>
  refunds.filter(({ status }) => status === "pending").reduce((sum, { amountCents }) => sum + amountCents, 0);
