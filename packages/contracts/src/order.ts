import * as v from "valibot";
import { defineEvent } from "./event.ts";
import { GuestId, OrderId, ProductId, ReservationId, Sku } from "./id.ts";
import { ReservationLines } from "./inventory.ts";
import { Money } from "./money.ts";
import { Page, PageQuery } from "./page.ts";
import { defineRoute } from "./route.ts";
import { Timestamp } from "./time.ts";

/** One line of an order, with the price at the moment of sale. `total` = `price` × `quantity`. */
export const OrderLine = v.object({
  sku: Sku,
  productId: ProductId,
  name: v.string(),
  quantity: v.number(),
  price: Money,
  total: Money,
});
export type OrderLine = v.InferOutput<typeof OrderLine>;

export const OrderStatus = v.picklist(["placed"]);

/** An order. `total` is the sum of its lines, computed from the catalogue. */
export const Order = v.object({
  id: OrderId,
  status: OrderStatus,
  lines: v.array(OrderLine),
  total: Money,
  placedAt: Timestamp,
});
export type Order = v.InferOutput<typeof Order>;

export const orderRoutes = {
  placeOrder: defineRoute({
    id: "placeOrder",
    method: "POST",
    path: "/v1/orders",
    summary: "Places an order: prices come from the catalogue, stock is held for it.",
    access: "shopper",
    idempotent: true,
    body: v.strictObject({ lines: ReservationLines }),
    success: { status: 201, body: Order },
    refusals: [
      "out-of-stock",
      "sku-unknown",
      "total-too-large",
      "prices-unavailable",
      "stock-check-unavailable",
    ],
  }),
  listOrders: defineRoute({
    id: "listOrders",
    method: "GET",
    path: "/v1/orders",
    summary: "Lists the shopper's own orders, newest first.",
    access: "shopper",
    query: v.strictObject(PageQuery),
    success: { status: 200, body: Page(Order) },
    refusals: ["cursor-unknown"],
  }),
  getOrder: defineRoute({
    id: "getOrder",
    method: "GET",
    path: "/v1/orders/:orderId",
    summary: "Shows one of the shopper's own orders.",
    access: "shopper",
    params: v.object({ orderId: OrderId }),
    success: { status: 200, body: Order },
    refusals: ["order-unknown"],
  }),
} as const;

/** An order was placed and its stock is held; inventory commits the reservation when it hears of it. */
export const orderPlaced = defineEvent({
  topic: "order.placed.v1",
  summary: "An order was placed and its stock is held.",
  data: v.object({
    orderId: OrderId,
    shopperId: GuestId,
    reservationId: ReservationId,
    lines: v.array(v.object({ sku: Sku, quantity: v.number(), price: Money })),
    total: Money,
    placedAt: Timestamp,
  }),
});
