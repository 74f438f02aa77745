import { euros, formatMoney } from "@caravan/contracts";
import type { Fact } from "../facts.ts";
import type { Order } from "../order.ts";
import { isOutdated, madeGood, type Refunds, withRefunds } from "../refunds.ts";
import { type Moment, refundFailed } from "../saga.ts";
import { type Change, move, parked, type Reason, type Transition } from "../transition.ts";

type Of<K extends Fact["kind"]> = Extract<Fact, { kind: K }>;

const who = "payment";

/** Money was refunded. */
export const paymentRefunded = (
  order: Order,
  { paymentId, refunds, why }: Of<"payment-refunded">,
  moment: Moment,
): Transition => followRefunds(order, paymentId, refunds, moment, { what: "payment.refunded", who, why });

/** A refund failed, before or after it was reported as done: the money is with us, and staff has to act. */
export const paymentRefundFailed = (
  order: Order,
  { paymentId, amountCents, refunds }: Of<"payment-refund-failed">,
  moment: Moment,
): Transition => {
  const why = `${formatMoney(euros(amountCents))} did not reach the shopper.`;
  return followRefunds(order, paymentId, refunds, moment, { what: "payment.refund-failed", who, why });
};

/** Payment's latest figures count, whichever event or reply brought them: so each may come twice, late and in any order. */
const followRefunds = (
  order: Order,
  paymentId: string,
  refunds: Refunds,
  moment: Moment,
  reason: Reason,
): Transition => {
  // A refund of an earlier payment is not part of the money this order was paid with.
  if (order.paymentId !== null && order.paymentId !== paymentId)
    return move(order, moment, reason, refunds.lostCents > 0 ? leftToStaff(order) : {});
  const told = withRefunds({ ...order, paymentId }, refunds);
  if (isOutdated(order, refunds)) return move(told, moment, reason);
  return refunds.lostCents > 0
    ? move(told, moment, reason, leftToStaff(order))
    : move(madeGood(told, moment), moment, reason);
};

/** An order whose refund failed is not refunded. Its other steps go on. */
const leftToStaff = ({ status }: Order): Change =>
  status === "refunded"
    ? { status: "returned", ...parked(["refund-payment"], refundFailed) }
    : { saga: { attention: refundFailed } };
