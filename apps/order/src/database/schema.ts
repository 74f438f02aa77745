import { exactText, idempotencyTable, idText, outboxTable } from "@caravan/database/tables";
import {
  bigint,
  datetime,
  index,
  int,
  mysqlEnum,
  mysqlTable,
  primaryKey,
  smallint,
} from "drizzle-orm/mysql-core";

/** Orders. Ids sort by time, so the newest come first by descending id. */
export const orders = mysqlTable(
  "orders",
  {
    id: idText("id", { length: 40 }).primaryKey(),
    shopperId: idText("shopper_id", { length: 40 }).notNull(),
    status: mysqlEnum("status", ["placed"]).notNull(),
    reservationId: idText("reservation_id", { length: 40 }).notNull(),
    /** In euros; the sum of the lines. */
    totalCents: bigint("total_cents", { mode: "number" }).notNull(),
    placedAt: datetime("placed_at", { mode: "date", fsp: 3 }).notNull(),
  },
  (table) => [index("orders_shopper").on(table.shopperId, table.id)],
);

/** What was bought, with name and price of the moment of sale: the catalogue may change, an order does not. */
export const orderLines = mysqlTable(
  "order_lines",
  {
    orderId: idText("order_id", { length: 40 }).notNull(),
    position: smallint("position").notNull(),
    sku: idText("sku", { length: 16 }).notNull(),
    productId: idText("product_id", { length: 40 }).notNull(),
    name: exactText("name", { length: 200 }).notNull(),
    quantity: int("quantity").notNull(),
    priceCents: bigint("price_cents", { mode: "number" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.orderId, table.position] })],
);

/** Events to be published, and responses kept under their Idempotency-Key: the platform's own tables. */
export const outbox = outboxTable;
export const idempotency = idempotencyTable;
