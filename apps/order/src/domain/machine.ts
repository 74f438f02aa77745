import { withPromotionStep } from "./benefits.ts";
import type { Command, Fact } from "./facts.ts";
import { type Order, withoutNeedlessAddress } from "./order.ts";
import type { Moment } from "./saga.ts";
import type { Transition } from "./transition.ts";
import { cancel, giveBack, refund, retry } from "./transitions/commands.ts";
import { deadlineOver } from "./transitions/deadline.ts";
import { paymentAuthorised, paymentDeclined, paymentStarted } from "./transitions/payment.ts";
import { paymentRefunded, paymentRefundFailed } from "./transitions/refunds.ts";
import { followShipment } from "./transitions/shipment.ts";
import { stepEnded } from "./transitions/steps.ts";

/**
 * The order's state machine. Facts are never refused: one that does not fit changes nothing, is noted in the timeline, or
 * leads to compensation. Commands that do not fit are refused.
 *
 * @throws Refusal of a command: `order-not-cancellable`, `order-not-returnable`, `order-has-no-step`, `order-not-refundable`, `refund-too-large`
 */
export const advance = (order: Order, it: Fact | Command, moment: Moment): Transition => {
  const next = judge(order, it, moment);
  return { ...next, order: withPromotionStep(withoutNeedlessAddress(next.order), moment.now) };
};

const judge = (order: Order, it: Fact | Command, moment: Moment): Transition => {
  switch (it.kind) {
    case "step":
      return stepEnded(order, it, moment);
    case "payment-started":
      return paymentStarted(order, it, moment);
    case "payment-authorised":
      return paymentAuthorised(order, it, moment);
    case "payment-declined":
      return paymentDeclined(order, it, moment);
    case "payment-refunded":
      return paymentRefunded(order, it, moment);
    case "payment-refund-failed":
      return paymentRefundFailed(order, it, moment);
    case "shipment-dispatched":
      return shipped(order, it.shipmentId, "dispatched", moment);
    case "shipment-delivered":
      return shipped(order, it.shipmentId, "delivered", moment);
    case "shipment-returned":
      return shipped(order, it.shipmentId, "returned", moment, it.why);
    case "deadline-over":
      return deadlineOver(order, moment);
    case "cancel":
      return cancel(order, it, moment);
    case "return":
      return giveBack(order, it, moment);
    case "retry":
      return retry(order, it, moment);
    case "refund":
      return refund(order, it, moment);
  }
};

const shipped = (
  order: Order,
  shipmentId: string,
  status: "dispatched" | "delivered" | "returned",
  moment: Moment,
  why: string | null = null,
): Transition => followShipment(order, { shipmentId, status }, moment, { what: `shipment.${status}`, why });
