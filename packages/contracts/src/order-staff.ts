import * as v from "valibot";
import { OrderId, PaymentId, ReservationId, ShopperId } from "./id.ts";
import { Money } from "./money.ts";
import { OrderStatus } from "./order-status.ts";
import { Page, PageQuery } from "./page.ts";
import { Order, OrderSummary } from "./placed-order.ts";
import { defineRoute } from "./route.ts";
import { StaffReason } from "./text.ts";
import { Timestamp } from "./time.ts";

/** The steps of the saga that an order still has, in this order. */
export const SagaStep = v.picklist([
  "reserve-stock",
  /** Asks for the outcome of a payment after its deadline, before the order expires. */
  "check-payment",
  "commit-stock",
  /** What was held of coupons and budgets is used. */
  "confirm-promotion",
  "capture-payment",
  "create-shipment",
  "cancel-shipment",
  "cancel-payment",
  /** Refunds an earlier payment of an order that is paid by another one. */
  "cancel-earlier-payment",
  "refund-payment",
  "release-stock",
  "return-stock",
  "create-return",
  /** Coupons and budgets go back. */
  "cancel-promotion",
]);
export type SagaStep = v.InferOutput<typeof SagaStep>;

/** One line of an order's timeline: what happened, who did it, and why. */
export const TimelineEntry = v.object({
  at: Timestamp,
  /** What happened: a command, an event or a step, such as `payment.authorised` or `capture-payment failed`. */
  what: v.string(),
  /** The status of the order afterwards. */
  status: OrderStatus,
  /** `shopper:<id>`, `staff:<id>`, or the service: `payment`, `logistics`, `order` itself. */
  who: v.string(),
  why: v.nullable(v.string()),
});
export type TimelineEntry = v.InferOutput<typeof TimelineEntry>;

/** The state of an order's saga. */
export const SagaState = v.object({
  steps: v.array(SagaStep),
  attempts: v.number(),
  nextAttemptAt: v.nullable(Timestamp),
  /** When the current status must be over. */
  deadlineAt: v.nullable(Timestamp),
  lastError: v.nullable(v.string()),
  /** Why staff has to look at the order, such as `create-return-refused`. With steps but no next attempt, it waits for staff. */
  attention: v.optional(v.nullable(v.string())),
});

/** An order in lists of staff. */
export const StaffOrderSummary = v.object({ ...OrderSummary.entries, shopperId: ShopperId, saga: SagaState });

/** All of an order, for staff. */
export const OrderInspection = v.object({
  order: Order,
  shopperId: ShopperId,
  reservationId: v.nullable(ReservationId),
  paymentId: v.nullable(PaymentId),
  saga: SagaState,
  timeline: v.array(TimelineEntry),
});
export type OrderInspection = v.InferOutput<typeof OrderInspection>;

const OrderParams = v.object({ orderId: OrderId });
const Because = v.strictObject({ reason: StaffReason });

export const orderStaffRoutes = {
  searchOrders: defineRoute({
    id: "searchOrders",
    method: "GET",
    path: "/v1/staff/orders",
    summary:
      "Lists orders of all shoppers, newest first; `stuck=true` only those whose steps keep failing, whose deadline is over, or which are left to staff.",
    access: "staff",
    query: v.strictObject({
      ...PageQuery,
      status: v.optional(OrderStatus),
      stuck: v.optional(v.picklist(["true", "false"])),
    }),
    success: { status: 200, body: Page(StaffOrderSummary) },
    refusals: ["cursor-unknown"],
  }),
  inspectOrder: defineRoute({
    id: "inspectOrder",
    method: "GET",
    path: "/v1/staff/orders/:orderId",
    summary: "Shows all of an order, with its timeline: what, who and why.",
    access: "staff",
    params: OrderParams,
    success: { status: 200, body: OrderInspection },
    refusals: ["order-unknown"],
  }),
  retryOrder: defineRoute({
    id: "retryOrder",
    method: "POST",
    path: "/v1/staff/orders/:orderId/retry",
    summary: "Tries the next step of an order now.",
    access: "staff",
    idempotent: true,
    params: OrderParams,
    body: Because,
    success: { status: 202, body: OrderInspection },
    refusals: ["order-unknown", "order-has-no-step"],
  }),
  compensateOrder: defineRoute({
    id: "compensateOrder",
    method: "POST",
    path: "/v1/staff/orders/:orderId/compensation",
    summary: "Compensates an order before it is dispatched: the payment is refunded, the stock returned.",
    access: "staff",
    idempotent: true,
    params: OrderParams,
    body: Because,
    success: { status: 202, body: OrderInspection },
    refusals: ["order-unknown", "order-not-cancellable"],
  }),
  refundOrder: defineRoute({
    id: "refundOrder",
    method: "POST",
    path: "/v1/staff/orders/:orderId/refunds",
    summary: "Refunds a part of the money; never more than was captured.",
    access: "staff",
    idempotent: true,
    params: OrderParams,
    body: v.strictObject({ amount: Money, ...Because.entries }),
    success: { status: 202, body: OrderInspection },
    refusals: ["order-unknown", "order-not-refundable", "refund-too-large"],
  }),
} as const;
