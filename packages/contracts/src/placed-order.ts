import * as v from "valibot";
import { KnownAddress } from "./address.ts";
import { OrderId, ProductId, ShipmentId, Sku } from "./id.ts";
import { Money } from "./money.ts";
import { OrderStatus } from "./order-status.ts";
import { Timestamp } from "./time.ts";

/** One line of an order, with the price at the time of sale. `total` = `price` × `quantity` − `discount`. */
export const OrderLine = v.object({
  sku: Sku,
  productId: ProductId,
  name: v.string(),
  quantity: v.number(),
  price: Money,
  /** What promotions took off this line; absent without one. */
  discount: v.optional(Money),
  total: Money,
});
export type OrderLine = v.InferOutput<typeof OrderLine>;

/** What lists show of an order. `total` is the sum of its lines: what is to be paid. */
export const OrderSummary = v.object({
  id: OrderId,
  status: OrderStatus,
  lines: v.array(OrderLine),
  total: Money,
  /** What promotions took off all lines; absent without one. */
  discount: v.optional(Money),
  /** The amount refunded so far. */
  refunded: Money,
  placedAt: Timestamp,
});
export type OrderSummary = v.InferOutput<typeof OrderSummary>;

/** An order in replies to its shopper. */
export const Order = v.object({
  ...OrderSummary.entries,
  /** Null once the shopper had their data erased. */
  deliverTo: v.nullable(KnownAddress),
  /** The promotions behind its `discount`; `code` is null for one that no code was named for. */
  applied: v.optional(v.array(v.object({ name: v.string(), code: v.nullable(v.string()), discount: Money }))),
  /** Until when it must be paid; null when nothing is to be paid any more. */
  payBy: v.nullable(Timestamp),
  /** The bank's reason for declining the latest payment. Until `payBy` the order can be paid again, for example by another card. */
  declined: v.optional(v.nullable(v.object({ at: Timestamp, reason: v.string() }))),
  /** A refund did not reach the shopper; staff sends it again. */
  refundFailed: v.optional(v.boolean()),
  shipmentId: v.nullable(ShipmentId),
  /** The time of each status, oldest first. */
  history: v.array(v.object({ status: OrderStatus, at: Timestamp })),
});
export type Order = v.InferOutput<typeof Order>;
