import type { OrderStatus, SagaStep } from "@caravan/contracts";

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
}

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
}

/** What a transition needs beside the order and the fact. */
export interface Moment {
  readonly now: Date;
  readonly limits: Limits;
  /** From 0 to 1: spreads repetitions, so that orders which failed together do not come back together. */
  readonly jitter: number;
}

/** So often tried without success that somebody should look. It is tried again all the same. */
export const stuckAttempts = 10;

const longestPauseSeconds = 60;

/** Pause before the next attempt: half a second, doubling to a minute, half of it random. */
export const pauseSeconds = (attempts: number, jitter: number): number =>
  Math.min(longestPauseSeconds, 0.5 * 2 ** Math.min(attempts - 1, 10)) * (0.5 + jitter / 2);

const limitOf: Readonly<Record<OrderStatus, keyof Limits | null>> = {
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

/** Statuses in which an order waits for something. */
export const unfinished = (Object.keys(limitOf) as OrderStatus[]).filter((status) => !isFinal(status));

/** When a status that begins now must be over. */
export const deadlineOf = (status: OrderStatus, { now, limits }: Moment): Date | null => {
  const limit = limitOf[status];
  return limit === null ? null : secondsAfter(now, limits[limit]);
};

export const secondsAfter = (from: Date, seconds: number): Date => new Date(from.getTime() + seconds * 1000);
