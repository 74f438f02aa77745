import type { Order } from "./order.ts";
import { type Moment, refundFailed } from "./saga.ts";
import { isParked } from "./transition.ts";

/** What payment said of one payment's refunds at some moment. */
export interface Refunds {
  /** What the shopper has. */
  readonly refundedCents: number;
  /** The sum of all refunds that left for the shopper and came back. */
  readonly failedCents: number;
  /** What was to go back, did not, and waits for staff. */
  readonly lostCents: number;
}

/** Both only grow: of two that payment told, the one with larger sums is the later one, in whatever order they arrive. */
const sumsOf = ({ refundedCents, failedCents }: Pick<Refunds, "refundedCents" | "failedCents">) => ({
  gone: refundedCents + failedCents,
  failed: failedCents,
});

const known = ({ refundedCents, refundFailedCents }: Order) =>
  sumsOf({ refundedCents, failedCents: refundFailedCents });

/** Reports whether the order has heard of a later moment. */
export const isOutdated = (order: Order, told: Refunds): boolean => {
  const [before, sums] = [known(order), sumsOf(told)];
  return sums.gone < before.gone || sums.failed < before.failed;
};

/** The order with the later figures; the same object when it knew them. */
export const withRefunds = (order: Order, told: Refunds): Order => {
  const [before, sums] = [known(order), sumsOf(told)];
  const gone = Math.max(before.gone, sums.gone);
  const refundFailedCents = Math.max(before.failed, sums.failed);
  return gone === before.gone && refundFailedCents === before.failed
    ? order
    : { ...order, refundedCents: gone - refundFailedCents, refundFailedCents };
};

/** Nothing waits for staff any more: a refund that was left to them is asked for once more, and then done. */
export const madeGood = (order: Order, { now }: Moment): Order => {
  const { saga } = order;
  const waits = isParked(order) && saga.steps[0] === "refund-payment";
  if (waits) return { ...order, saga: { ...saga, attention: null, attempts: 0, nextAttemptAt: now } };
  return saga.attention === refundFailed ? { ...order, saga: { ...saga, attention: null } } : order;
};
