import { orderAllows } from "@caravan/contracts";
import { pendingRefund, undo } from "../compensation.ts";
import type { Command } from "../facts.ts";
import type { Order } from "../order.ts";
import { owesRefund } from "../refunds.ts";
import {
  orderHasNoStep,
  orderNotCancellable,
  orderNotRefundable,
  orderNotReturnable,
  refundTooLarge,
} from "../refusals.ts";
import type { Moment } from "../saga.ts";
import { isParked, move, type Transition } from "../transition.ts";

type Of<K extends Command["kind"]> = Extract<Command, { kind: K }>;

/** Cancels the order. A confirmed one may be on its way already, so logistics is asked first. @throws Refusal `order-not-cancellable` */
export const cancel = (order: Order, { who, why }: Of<"cancel">, moment: Moment): Transition => {
  if (!orderAllows(order.status, "cancel")) throw orderNotCancellable(order.status);
  if (order.status !== "confirmed")
    return move(order, moment, { what: "cancelled", who, why }, { status: "cancelled", steps: undo(order) });
  const steps = ["cancel-shipment", ...pendingRefund(order)] as const;
  return move(order, moment, { what: "cancellation requested", who, why }, { status: "cancelling", steps });
};

/** Sends a delivered order back. @throws Refusal `order-not-returnable` */
export const giveBack = (order: Order, { who, why }: Of<"return">, moment: Moment): Transition => {
  if (!orderAllows(order.status, "return")) throw orderNotReturnable(order.status);
  const steps = ["create-return", ...pendingRefund(order)] as const;
  return move(order, moment, { what: "return requested", who, why }, { status: "return-requested", steps });
};

/** Makes the next step due now and clears the attention. @throws Refusal `order-has-no-step` */
export const retry = (order: Order, { who, why }: Of<"retry">, moment: Moment): Transition => {
  const { steps, attention } = order.saga;
  if (steps.length === 0 && attention === null) throw orderHasNoStep(order.status);
  return move(order, moment, { what: "retry requested", who, why }, { steps, saga: { attention: null } });
};

/** Refunds a part of the money. @throws Refusal `order-not-refundable`, `refund-too-large` */
export const refund = (
  order: Order,
  { who, why, refundId, amountCents }: Of<"refund">,
  moment: Moment,
): Transition => {
  if (!orderAllows(order.status, "refund") || order.paymentId === null)
    throw orderNotRefundable(`The order is ${order.status}: there is no money to refund.`);
  if (order.saga.refund !== null)
    throw orderNotRefundable("Another refund of this order is still under way; try again once it is done.");
  if (amountCents === 0) throw orderNotRefundable("A refund must be more than zero.");
  const left = order.totalCents - order.refundedCents;
  if (amountCents > left) throw refundTooLarge(left);
  if (owesRefund(order) && amountCents < left)
    throw orderNotRefundable(
      `A refund of this order did not reach the shopper; retry payment ${order.paymentId}. A new refund could pay twice.`,
    );
  const { steps } = order.saga;
  const plan = { id: refundId, amountCents, reason: why };
  // A queue under way keeps its position and its pause. One that waits for staff must not hold up the refund.
  const worked = steps.length > 0 && !isParked(order);
  return move(
    order,
    moment,
    { what: "refund requested", who, why },
    worked
      ? { saga: { refund: plan, steps: [...steps, "refund-payment"] } }
      : { steps: ["refund-payment", ...steps], saga: { refund: plan } },
  );
};
