import type { Order } from "./order.ts";
import { type Moment, refundFailed } from "./saga.ts";
import { isParked } from "./transition.ts";

/** Payment's figures of one payment's refunds at some time. */
export interface Refunds {
  /** What has arrived at the shopper. */
  readonly refundedCents: number;
  /** The sum of all refunds that failed after they were sent. */
  readonly failedCents: number;
  /** What was to be refunded, failed, and waits for staff. */
  readonly lostCents: number;
}

/** Both only grow: of two figures the one with the larger sums is the later one, in whatever order they arrive. */
const sumsOf = ({ refundedCents, failedCents }: Pick<Refunds, "refundedCents" | "failedCents">) => ({
  gone: refundedCents + failedCents,
  failed: failedCents,
});

const known = ({ refundedCents, refundFailedCents }: Order) =>
  sumsOf({ refundedCents, failedCents: refundFailedCents });

/** Reports whether the order knows later figures. */
export const isOutdated = (order: Order, told: Refunds): boolean => {
  const [before, sums] = [known(order), sumsOf(told)];
  return sums.gone < before.gone || sums.failed < before.failed;
};

/** The order with the later figures; the same object when they are not new. */
export const withRefunds = (order: Order, told: Refunds): Order => {
  const [before, sums] = [known(order), sumsOf(told)];
  const gone = Math.max(before.gone, sums.gone);
  const refundFailedCents = Math.max(before.failed, sums.failed);
  return gone === before.gone && refundFailedCents === before.failed
    ? order
    : { ...order, refundedCents: gone - refundFailedCents, refundFailedCents };
};

/** Reports whether a refund of the payment at hand failed, and payment has not told that it was made good. */
export const owesRefund = ({ saga, refundFailedCents }: Order): boolean =>
  saga.attention === refundFailed && refundFailedCents > 0;

/** No refund waits for staff any more: one that was left to them is requested again, and completes the order. */
export const madeGood = (order: Order, { now }: Moment): Order => {
  const { saga } = order;
  const waits = isParked(order) && saga.steps[0] === "refund-payment";
  if (waits) return { ...order, saga: { ...saga, attention: null, attempts: 0, nextAttemptAt: now } };
  return saga.attention === refundFailed ? { ...order, saga: { ...saga, attention: null } } : order;
};
