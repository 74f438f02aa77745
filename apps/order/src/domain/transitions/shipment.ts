import { type OrderStatus, orderIsGivenUp, type ShipmentStatus } from "@caravan/contracts";
import { pendingRefund, undo } from "../compensation.ts";
import type { Order } from "../order.ts";
import type { Moment } from "../saga.ts";
import { move, type Reason, type Transition, unchanged } from "../transition.ts";

/** The order's status for each status of its shipment; none while the shipment is still with us. */
const meaning: Readonly<Partial<Record<ShipmentStatus, OrderStatus>>> = {
  dispatched: "dispatched",
  "out-for-delivery": "dispatched",
  "delivery-failed": "dispatched",
  delivered: "delivered",
  returned: "returned",
  cancelled: "cancelled",
};

/** The statuses from which an order gets there. From any other one the news is late: a later status is known already. */
const from: Readonly<Partial<Record<OrderStatus, readonly OrderStatus[]>>> = {
  dispatched: ["confirmed", "cancelling"],
  delivered: ["confirmed", "cancelling", "dispatched"],
  returned: ["confirmed", "cancelling", "dispatched", "delivered", "return-requested"],
  cancelled: ["confirmed", "cancelling"],
};

/** Follows the shipment's status, which came by an event or a reply. */
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
    const wrong = orderIsGivenUp(order.status) && status !== "cancelled";
    return wrong
      ? move(known, moment, { ...told, why: `This must not happen: the order is ${order.status}.` })
      : unchanged(order);
  }
  const change = { status, steps: stepsAfter(known, status) };
  // Everything that is left is refunded, which includes a waiting partial refund.
  const refund = status === "dispatched" || status === "delivered" ? order.saga.refund : null;
  return move(known, moment, told, { ...change, saga: { refund } });
};

const stepsAfter = (order: Order, status: OrderStatus) => {
  if (status === "returned") return ["return-stock", "refund-payment"] as const;
  return status === "cancelled" ? undo(order) : pendingRefund(order);
};
