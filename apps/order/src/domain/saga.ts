import {
  backoffSeconds,
  type FinalOrderStatus,
  type OrderStatus,
  orderIsFinal,
  type SagaStep,
  secondsAfter,
} from "@caravan/contracts";

/** A partial refund by staff, as it was requested: a repetition must not change it. */
export interface RefundPlan {
  /** The id of the refund, and the key under which payment does it once. */
  readonly id: string;
  readonly amountCents: number;
  readonly reason: string;
}

/** What is still to be done for an order, and when. Steps are taken from the front; without a step there is no next attempt. */
export interface Saga {
  readonly steps: readonly SagaStep[];
  /** Attempts of the first step with an unclear outcome. */
  readonly attempts: number;
  /** When the first step is due: now, after a pause, or after the current lease. */
  readonly nextAttemptAt: Date | null;
  /** When the current status must be over; null in final ones. */
  readonly deadlineAt: Date | null;
  readonly lastError: string | null;
  /** Set while a partial refund is to be done; `refund-payment` without it refunds everything that is left. */
  readonly refund: RefundPlan | null;
  /** Earlier payments that were authorised beside the current one: `cancel-earlier-payment` refunds them. */
  readonly earlierPayments: readonly string[];
  /** Why staff has to look at the order, such as `create-return-refused`; null while the saga needs no help. */
  readonly attention: string | null;
}

/** The attention of an order whose refund failed; it stays until that is settled. */
export const refundFailed = "refund-failed";

/** How long an order may stay in a status before it is overdue. */
export interface Limits {
  /** From the hold of the stock until it must be paid. */
  readonly paymentSeconds: number;
  /** For a status that ends by our own steps. */
  readonly stepSeconds: number;
  /** From confirmed until logistics is asked again. */
  readonly dispatchSeconds: number;
  /** From dispatched, or from the request to return, until logistics is asked again. */
  readonly deliverySeconds: number;
  /** What one shopper may hold without having paid for it. */
  readonly mostUnpaidOrders: number;
  readonly mostUnpaidPieces: number;
}

/** The limits that are times. */
type Deadline = Exclude<keyof Limits, "mostUnpaidOrders" | "mostUnpaidPieces">;

/** What a transition needs beside the order and the fact. */
export interface Moment {
  readonly now: Date;
  readonly limits: Limits;
  /** From 0 to 1: jitter, so that orders which failed together are not retried together. */
  readonly jitter: number;
}

/** Attempts without an answer after which staff should look. Attempts continue all the same. */
export const stuckAttempts = 10;

/** Attempts without an answer, over two days at least, after which the step is left to staff. */
export const mostAttempts = 400;

/** The first hour, while the shopper may still be waiting. */
const patientAttempts = 70;
const shortPauseSeconds = 60;
const longPauseSeconds = 900;

/** Pause before the next attempt: half a second, doubling to a minute and after an hour to fifteen minutes, half of it random. */
export const pauseSeconds = (attempts: number, jitter: number): number => {
  const longest = attempts > patientAttempts ? longPauseSeconds : shortPauseSeconds;
  return backoffSeconds(attempts, 0.5, longest, jitter);
};

/** The age at which an order that does not end is left to staff. */
export const mostDays = 90;

const limitOf: Readonly<Record<Exclude<OrderStatus, FinalOrderStatus>, Deadline>> = {
  placed: "stepSeconds",
  "stock-reserved": "paymentSeconds",
  "payment-authorised": "stepSeconds",
  confirmed: "dispatchSeconds",
  dispatched: "deliverySeconds",
  cancelling: "stepSeconds",
  "return-requested": "deliverySeconds",
  returned: "stepSeconds",
};

/** When a status that begins now must be over. */
export const deadlineOf = (status: OrderStatus, { now, limits }: Moment): Date | null =>
  orderIsFinal(status) ? null : secondsAfter(now, limits[limitOf[status]]);

/** How long before the end of inventory's hold the order must be paid. */
const holdMarginSeconds = 30;

/** Until when an order whose goods are held must be paid: never longer than they are held. */
export const payBy = (heldUntil: Date | undefined, moment: Moment): Date | null => {
  const deadline = deadlineOf("stock-reserved", moment);
  const safe = heldUntil && secondsAfter(heldUntil, -holdMarginSeconds);
  return safe !== undefined && deadline !== null && safe < deadline ? safe : deadline;
};
