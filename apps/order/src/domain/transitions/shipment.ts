import type { OrderStatus, ShipmentStatus } from "@caravan/contracts";
import { givenUp, pendingRefund, undo } from "../compensation.ts";
import type { Order } from "../order.ts";
import type { Moment } from "../saga.ts";
import { move, type Reason, type Transition, unchanged } from "../transition.ts";

/** What a status of the shipment makes of the order; nothing while it is still with us. */
const meaning: Readonly<Partial<Record<ShipmentStatus, OrderStatus>>> = {
  dispatched: "dispatched",
  "out-for-delivery": "dispatched",
  "delivery-failed": "dispatched",
  delivered: "delivered",
  returned: "returned",
  cancelled: "cancelled",
};

/** From where an order gets there. Whatever is not listed is news that came too late: later ones have been told before. */
const from: Readonly<Partial<Record<OrderStatus, readonly OrderStatus[]>>> = {
  dispatched: ["confirmed", "cancelling"],
  delivered: ["confirmed", "cancelling", "dispatched"],
  returned: ["confirmed", "cancelling", "dispatched", "delivered", "return-requested"],
  cancelled: ["confirmed", "cancelling"],
};

/** Follows the shipment, whether an event, a reply or a look has told of it. */
export const followShipment = (
  order: Order,
  news: { readonly shipmentId: string | undefined; readonly status: ShipmentStatus | undefined },
  moment: Moment,
  reason: Omit<Reason, "who">,
): Transition => {
  const told = { ...reason, who: "logistics" };
  const status = news.status === undefined ? undefined : meaning[news.status];
  const known = { ...order, shipmentId: order.shipmentId ?? news.shipmentId ?? null };
  if (status === undefined) return unchanged(known);
  if (!from[status]?.includes(order.status)) {
    const wrong = givenUp.has(order.status) && status !== "cancelled";
    return wrong
      ? move(known, moment, { ...told, why: `This must not happen: the order is ${order.status}.` })
      : unchanged(order);
  }
  const change = { status, steps: stepsAfter(known, status) };
  // Everything that is left goes back, so a partial refund that waits is part of it.
  const refund = status === "dispatched" || status === "delivered" ? order.saga.refund : null;
  return move(known, moment, told, { ...change, saga: { refund } });
};

const stepsAfter = (order: Order, status: OrderStatus) => {
  if (status === "returned") return ["return-stock", "refund-payment"] as const;
  return status === "cancelled" ? undo(order) : pendingRefund(order);
};
