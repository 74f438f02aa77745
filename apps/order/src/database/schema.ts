import { BenefitUse, OrderStatus, type PostalAddress } from "@caravan/contracts";
import {
  cents,
  exactText,
  idempotencyTable,
  idText,
  inboxTable,
  jsonDocument,
  moment,
  outboxTable,
  peopleTable,
} from "@caravan/database/tables";
import { index, int, mysqlEnum, mysqlTable, primaryKey, smallint, uniqueIndex } from "drizzle-orm/mysql-core";
import type { AppliedBenefit } from "../domain/order-benefits.ts";
import type { RefundPlan } from "../domain/saga.ts";

/** Orders and their sagas. Ids sort by time, so the newest come first by descending id. */
export const orders = mysqlTable(
  "orders",
  {
    id: idText("id", { length: 40 }).primaryKey(),
    shopperId: idText("shopper_id", { length: 40 }).notNull(),
    status: mysqlEnum("status", OrderStatus.options).notNull(),
    reservationId: idText("reservation_id", { length: 40 }),
    /** In euros; the sum of the lines, less their discounts. */
    totalCents: cents("total_cents"),
    placedAt: moment("placed_at").notNull(),
    paymentId: idText("payment_id", { length: 40 }),
    shipmentId: idText("shipment_id", { length: 40 }),
    /** Null once the shopper had their data erased. */
    deliverTo: jsonDocument<PostalAddress>("deliver_to"),
    refundedCents: cents("refunded_cents").default(0),
    refundFailedCents: cents("refund_failed_cents").default(0),
    /** What is still to be done, in this order, with commas between. */
    steps: idText("steps", { length: 200 }).notNull().default(""),
    /** When the first step is due, or the end of its lease; null without a step. */
    nextAttemptAt: moment("next_attempt_at"),
    attempts: int("attempts").notNull().default(0),
    /** When the status must be over; null in final ones. */
    deadlineAt: moment("deadline_at"),
    lastError: exactText("last_error", { length: 300 }),
    /** A partial refund that is to be done. */
    refund: jsonDocument<RefundPlan>("refund"),
    /** How many entries the timeline has. */
    entries: int("entries").notNull().default(0),
    /** When the shopper asked for erasure. */
    forgottenAt: moment("forgotten_at"),
    /** Digests of the Idempotency-Key it was placed with and of what was asked for: one key, one order, also after the guest joined an account. */
    placementKey: idText("placement_key", { length: 43 }),
    placementHash: idText("placement_hash", { length: 43 }),
    /** The sum of its lines' quantities. */
    pieces: int("pieces").notNull().default(0),
    /** Payments of earlier attempts whose money is to be refunded, with commas between. */
    earlierPayments: idText("earlier_payments", { length: 800 }).notNull().default(""),
    /** Why staff has to look at the order. */
    attention: idText("attention", { length: 60 }),
    /** W3C trace context of the request that placed it: all later work continues that trace. */
    traceparent: idText("traceparent", { length: 64 }),
    /** The ticket of a flash sale that it was made of, and the allotment its goods come from. */
    ticketId: idText("ticket_id", { length: 40 }),
    allotmentId: idText("allotment_id", { length: 40 }),
    /** What promotions took off, and whether it is held, used or back; null for an order at list prices. */
    benefits: jsonDocument<readonly AppliedBenefit[]>("benefits"),
    benefitUse: mysqlEnum("benefit_use", BenefitUse.entries.status.options),
  },
  (table) => [
    index("orders_shopper").on(table.shopperId, table.id),
    index("orders_due").on(table.nextAttemptAt),
    index("orders_deadline").on(table.deadlineAt),
    index("orders_status").on(table.status, table.id),
    uniqueIndex("orders_placement").on(table.shopperId, table.placementKey),
    index("orders_unpaid").on(table.shopperId, table.status, table.pieces),
    index("orders_attempts").on(table.attempts),
    index("orders_attention").on(table.attention),
    uniqueIndex("orders_ticket").on(table.ticketId),
    index("orders_benefits").on(table.benefitUse, table.status),
  ],
);

/** The lines, with name and price at the time of sale: the catalogue may change, an order does not. */
export const orderLines = mysqlTable(
  "order_lines",
  {
    orderId: idText("order_id", { length: 40 }).notNull(),
    position: smallint("position").notNull(),
    sku: idText("sku", { length: 16 }).notNull(),
    productId: idText("product_id", { length: 40 }).notNull(),
    name: exactText("name", { length: 200 }).notNull(),
    quantity: int("quantity").notNull(),
    priceCents: cents("price_cents"),
    /** Off the whole line. */
    discountCents: cents("discount_cents").default(0),
  },
  (table) => [primaryKey({ columns: [table.orderId, table.position] })],
);

/** What happened to each order, who did it, and why. Append-only. */
export const orderTimeline = mysqlTable(
  "order_timeline",
  {
    orderId: idText("order_id", { length: 40 }).notNull(),
    number: int("number").notNull(),
    at: moment("at").notNull(),
    what: exactText("what", { length: 60 }).notNull(),
    status: mysqlEnum("status", OrderStatus.options).notNull(),
    who: idText("who", { length: 60 }).notNull(),
    why: exactText("why", { length: 200 }),
  },
  (table) => [primaryKey({ columns: [table.orderId, table.number] })],
);

/** Who joined which account, and who is erased. */
export const people = peopleTable;

/** Events to be published, events applied, and responses kept under their Idempotency-Key: the platform's own tables. */
export const outbox = outboxTable;
export const inbox = inboxTable;
export const idempotency = idempotencyTable;
