import type { SagaStep } from "@caravan/contracts";
import { withUse } from "../benefits.ts";
import { pendingRefund, undo } from "../compensation.ts";
import type { Outcome } from "../facts.ts";
import type { Order } from "../order.ts";
import type { Moment } from "../saga.ts";
import { type Change, move, parked, type Transition } from "../transition.ts";
import { expire } from "./deadline.ts";

type Refused = Extract<Outcome, { kind: "refused" }>;

/** A step was refused for good: the order is compensated. */
export const stepRefused = (
  order: Order,
  step: SagaStep,
  { code, why }: Refused,
  moment: Moment,
): Transition => {
  const rest = order.saga.steps.slice(1);
  const go = (change: Change, who: string) =>
    move(order, moment, { what: `${step} refused`, who, why: `${code}: ${why}` }, change);
  switch (step) {
    case "reserve-stock":
      // Nothing is held; money that may be there is refunded.
      return go(
        { status: "cancelled", steps: order.paymentId === null ? [] : ["cancel-payment"] },
        "inventory",
      );
    case "commit-stock":
      return go({ status: "cancelled", steps: undo(order) }, "inventory");
    case "confirm-promotion":
      // What a paid order holds is never given away. An order that is captured keeps its price all the same.
      return order.status === "payment-authorised"
        ? go({ status: "cancelled", steps: undo(order) }, "promotion")
        : go({ steps: rest, order: withUse(order, "back") }, "promotion");
    case "cancel-promotion":
      return go({ steps: rest, order: withUse(order, "back") }, "promotion");
    case "capture-payment":
      return go({ status: "payment-failed", steps: undo(order) }, "payment");
    case "check-payment":
      return expire(order, moment, "It was not paid in time.");
    case "release-stock":
      // Ended means released, expired, or committed: only the last one still has goods, and they are returned as well.
      return go({ steps: code === "reservation-ended" ? ["return-stock", ...rest] : rest }, "inventory");
    case "cancel-shipment":
      return go({ status: "confirmed", steps: ["create-shipment", ...pendingRefund(order)] }, "logistics");
    case "create-shipment":
      return order.status === "confirmed" && order.shipmentId === null
        ? go({ status: "cancelled", steps: undo(order), saga: { refund: null } }, "order")
        : go({ steps: rest }, "order");
    case "refund-payment":
      // All of the money is due, so staff has to look; a partial refund is dropped, since staff asked for it.
      return order.status === "returned"
        ? go(parked([step, ...rest], `${step}-refused`), "payment")
        : go({ steps: rest, saga: { refund: null } }, "payment");
    case "return-stock":
      return go({ steps: rest }, "inventory");
    case "cancel-payment":
      return go({ steps: rest }, "payment");
    case "cancel-earlier-payment":
      return go({ steps: rest, saga: { earlierPayments: [] } }, "payment");
    case "create-return":
      // The goods come back in another way or not at all: no step can help, staff has to look.
      return rest.length === 0
        ? go(parked([step], `${step}-refused`), "logistics")
        : go({ steps: [...rest, step] }, "logistics");
  }
};
