import * as v from "valibot";
import { PostalAddress } from "./address.ts";
import { defineEvent } from "./event.ts";
import { OrderId, ShopperId, Sku, TicketId } from "./id.ts";
import { ReservationLines } from "./inventory.ts";
import { Money } from "./money.ts";
import { OrderStatus } from "./order-status.ts";
import { Page, PageQuery } from "./page.ts";
import { PaymentStatus } from "./payment.ts";
import { Order, OrderSummary } from "./placed-order.ts";
import { CouponCodes } from "./promotion.ts";
import { ReturnUrl } from "./return-url.ts";
import { defineRoute } from "./route.ts";
import { Text } from "./text.ts";
import { Timestamp } from "./time.ts";

const OrderParams = v.object({ orderId: OrderId });
const Why = v.optional(Text(200, 0));

export const orderRoutes = {
  placeOrder: defineRoute({
    id: "placeOrder",
    method: "POST",
    path: "/v1/orders",
    summary:
      "Places an order: prices come from the catalogue, less what promotions take off, and stock is held for it. While inventory is unreachable it stays `placed` and the hold is repeated.",
    access: "shopper",
    callers: ["storefront"],
    idempotent: true,
    body: v.strictObject({
      lines: ReservationLines,
      deliverTo: PostalAddress,
      /** Coupons to be used. When one of them cannot be, nothing is ordered. */
      codes: v.optional(CouponCodes),
      /** What the shopper was told that it costs. When it costs anything else, nothing is ordered. */
      agreedTotal: v.optional(Money),
    }),
    success: { status: 201, body: Order },
    refusals: [
      "out-of-stock",
      "sku-unknown",
      "total-too-large",
      "prices-unavailable",
      "coupon-refused",
      "price-changed",
      "promotion-unavailable",
      "too-much-unpaid",
      "account-erased",
    ],
  }),
  listOrders: defineRoute({
    id: "listOrders",
    method: "GET",
    path: "/v1/orders",
    summary: "Lists the shopper's own orders, newest first.",
    access: "shopper",
    callers: ["storefront", "user"],
    query: v.strictObject(PageQuery),
    success: { status: 200, body: Page(OrderSummary) },
    refusals: ["cursor-unknown"],
  }),
  getOrder: defineRoute({
    id: "getOrder",
    method: "GET",
    path: "/v1/orders/:orderId",
    summary: "Shows one of the shopper's own orders.",
    access: "shopper",
    callers: ["storefront"],
    params: OrderParams,
    success: { status: 200, body: Order },
    refusals: ["order-unknown"],
  }),
  startPayment: defineRoute({
    id: "startPayment",
    method: "POST",
    path: "/v1/orders/:orderId/payment",
    summary:
      "Begins the payment of an order, or finds the one begun, and returns the bank's page for it. After a payment that was declined or cancelled it begins another, until `payBy`.",
    access: "shopper",
    callers: ["storefront"],
    idempotent: true,
    params: OrderParams,
    body: v.strictObject({
      /** Where the bank sends the shopper afterwards. */
      returnUrl: ReturnUrl,
    }),
    success: {
      status: 200,
      body: v.object({
        status: PaymentStatus,
        amount: Money,
        /** The bank's page; null when nothing is to be confirmed any more. */
        confirmationUrl: v.nullable(v.string()),
      }),
    },
    refusals: [
      "order-unknown",
      "order-not-payable",
      "payment-unavailable",
      "provider-refused",
      "payment-attempts-exhausted",
    ],
  }),
  cancelOrder: defineRoute({
    id: "cancelOrder",
    method: "POST",
    path: "/v1/orders/:orderId/cancellation",
    summary: "Cancels an order that was not dispatched yet, and refunds it.",
    access: "shopper",
    callers: ["storefront"],
    idempotent: true,
    params: OrderParams,
    body: v.strictObject({ reason: Why }),
    success: { status: 202, body: Order },
    refusals: ["order-unknown", "order-not-cancellable"],
  }),
  returnOrder: defineRoute({
    id: "returnOrder",
    method: "POST",
    path: "/v1/orders/:orderId/return",
    summary: "Returns a delivered order as a whole; the refund follows once the parcel has arrived.",
    access: "shopper",
    callers: ["storefront"],
    idempotent: true,
    params: OrderParams,
    body: v.strictObject({ reason: Why }),
    success: { status: 202, body: Order },
    refusals: ["order-unknown", "order-not-returnable"],
  }),
} as const;

/** The ticket of a flash sale that the order was made of. */
const ofTicket = { ticketId: v.optional(TicketId) };

/** An order is paid and its stock committed. Published for further consumers, and for flash sales. */
export const orderConfirmed = defineEvent({
  topic: "order.confirmed.v1",
  summary: "An order is paid and its stock committed.",
  data: v.object({
    orderId: OrderId,
    shopperId: ShopperId,
    ...ofTicket,
    lines: v.array(v.object({ sku: Sku, quantity: v.number(), price: Money, discount: v.optional(Money) })),
    /** What was paid: the sum of the lines, less their discounts. */
    total: Money,
    at: Timestamp,
  }),
});

const OrderAtAnEnd = v.object({
  orderId: OrderId,
  shopperId: ShopperId,
  ...ofTicket,
  status: OrderStatus,
  at: Timestamp,
});

/** An order reached a final status. Its goods may not be back yet: `orderStockBack` tells that. Published like `orderConfirmed`. */
export const orderEnded = defineEvent({
  topic: "order.ended.v1",
  summary: "An order reached a final status.",
  data: OrderAtAnEnd,
});

/** No goods are held for an order any more, nor out of stock for it: others can have them. Once for an order, if it comes to that. */
export const orderStockBack = defineEvent({
  topic: "order.stock-back.v1",
  summary: "The goods of an order that ended without them, or came back, are there for others again.",
  data: OrderAtAnEnd,
});
