import { backoffSeconds, type OrderStatus, type SagaStep } from "@caravan/contracts";

/** A part of the money that staff gives back, as it was asked for: a repetition must not change it. */
export interface RefundPlan {
  /** The id of the refund, and the key under which payment does it once. */
  readonly id: string;
  readonly amountCents: number;
  readonly reason: string;
}

/** What is still to be done for an order, and when. Steps are taken from the front; no step, no next attempt. */
export interface Saga {
  readonly steps: readonly SagaStep[];
  /** How often the first step was tried without knowing the outcome. */
  readonly attempts: number;
  /** When somebody may take the first step: now, after a pause, or after the lease of whoever is at it. */
  readonly nextAttemptAt: Date | null;
  /** When the status at hand must be over; null in final ones. */
  readonly deadlineAt: Date | null;
  readonly lastError: string | null;
  /** Set while a partial refund is to be done; `refund-payment` without it gives back everything that is left. */
  readonly refund: RefundPlan | null;
  /** Payments of earlier attempts that brought money beside the one at hand: it goes back, by `cancel-earlier-payment`. */
  readonly earlierPayments: readonly string[];
  /** What staff has to look at, such as `create-return-refused`; null while the saga gets on by itself. */
  readonly attention: string | null;
}

/** The attention of an order whose money was to go back to the shopper and did not arrive there; it stays until that is settled. */
export const refundFailed = "refund-failed";

/** How long an order may stay in a status before somebody looks what it waits for. */
export interface Limits {
  /** From the hold of the stock until it must be paid. */
  readonly paymentSeconds: number;
  /** For a status that ends by steps of our own. */
  readonly stepSeconds: number;
  /** From confirmed until logistics is asked again. */
  readonly dispatchSeconds: number;
  /** From dispatched, or from the wish to return, until logistics is asked again. */
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
  /** From 0 to 1: spreads repetitions, so that orders which failed together do not come back together. */
  readonly jitter: number;
}

/** So often tried without an answer that staff should look. It is tried again all the same. */
export const stuckAttempts = 10;

/** So often tried without an answer, over two days at least, that it is left to staff. */
export const mostAttempts = 400;

/** The hour after which nobody waits at the screen any more. */
const patientAttempts = 70;
const shortPauseSeconds = 60;
const longPauseSeconds = 900;

/** Pause before the next attempt: half a second, doubling to a minute and after an hour to fifteen, half of it random. */
export const pauseSeconds = (attempts: number, jitter: number): number => {
  const longest = attempts > patientAttempts ? longPauseSeconds : shortPauseSeconds;
  return backoffSeconds(attempts, 0.5, longest, jitter);
};

/** After so long nothing is asked any more about an order that does not end: it is left to staff. */
export const mostDays = 90;

const limitOf: Readonly<Record<OrderStatus, Deadline | null>> = {
  placed: "stepSeconds",
  "stock-reserved": "paymentSeconds",
  "payment-authorised": "stepSeconds",
  confirmed: "dispatchSeconds",
  dispatched: "deliverySeconds",
  delivered: null,
  cancelling: "stepSeconds",
  cancelled: null,
  "payment-failed": null,
  expired: null,
  "return-requested": "deliverySeconds",
  returned: "stepSeconds",
  refunded: null,
};

/** Reports whether nothing more is to happen to an order by itself; steps that tidy up may be left. */
export const isFinal = (status: OrderStatus): boolean => limitOf[status] === null;

/** When a status that begins now must be over. */
export const deadlineOf = (status: OrderStatus, { now, limits }: Moment): Date | null => {
  const limit = limitOf[status];
  return limit === null ? null : secondsAfter(now, limits[limit]);
};

/** So long before inventory lets the goods go must the order be paid. */
const holdMarginSeconds = 30;

/** Until when an order whose goods are held must be paid: never longer than they are held. */
export const payBy = (heldUntil: Date | undefined, moment: Moment): Date | null => {
  const deadline = deadlineOf("stock-reserved", moment);
  const safe = heldUntil && secondsAfter(heldUntil, -holdMarginSeconds);
  return safe !== undefined && deadline !== null && safe < deadline ? safe : deadline;
};

export const secondsAfter = (from: Date, seconds: number): Date => new Date(from.getTime() + seconds * 1000);
