import { idempotencyTable, idText, inboxTable } from "@caravan/database/tables";
import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  datetime,
  index,
  int,
  mysqlEnum,
  mysqlTable,
  primaryKey,
} from "drizzle-orm/mysql-core";

/** How many pieces there are of a SKU, and how many of them are promised to orders. The database itself refuses nonsense. */
export const stock = mysqlTable(
  "stock",
  {
    sku: idText("sku", { length: 16 }).primaryKey(),
    onHand: bigint("on_hand", { mode: "number" }).notNull(),
    reserved: bigint("reserved", { mode: "number" }).notNull().default(0),
  },
  () => [check("stock_bounds", sql`0 <= reserved and reserved <= on_hand`)],
);

export const reservations = mysqlTable(
  "reservations",
  {
    id: idText("id", { length: 40 }).primaryKey(),
    orderId: idText("order_id", { length: 40 }).notNull().unique("reservations_order"),
    status: mysqlEnum("status", ["held", "committed", "released", "expired"]).notNull(),
    expiresAt: datetime("expires_at", { mode: "date", fsp: 3 }).notNull(),
    createdAt: datetime("created_at", { mode: "date", fsp: 3 }).notNull(),
  },
  (table) => [index("reservations_due").on(table.status, table.expiresAt)],
);

export const reservationLines = mysqlTable(
  "reservation_lines",
  {
    reservationId: idText("reservation_id", { length: 40 }).notNull(),
    sku: idText("sku", { length: 16 }).notNull(),
    quantity: int("quantity").notNull(),
  },
  (table) => [primaryKey({ columns: [table.reservationId, table.sku] })],
);

/** The ledger: written in the transaction of the change itself, never edited. The deltas of a SKU sum to its stock. */
export const movements = mysqlTable(
  "movements",
  {
    id: bigint("id", { mode: "number" }).autoincrement().primaryKey(),
    sku: idText("sku", { length: 16 }).notNull(),
    reason: mysqlEnum("reason", ["stocked", "reserved", "committed", "released", "expired"]).notNull(),
    onHandDelta: bigint("on_hand_delta", { mode: "number" }).notNull(),
    reservedDelta: bigint("reserved_delta", { mode: "number" }).notNull(),
    reservationId: idText("reservation_id", { length: 40 }),
    at: datetime("at", { mode: "date", fsp: 3 }).notNull(),
  },
  (table) => [index("movements_sku").on(table.sku, table.id)],
);

/** Events applied, and responses kept under their Idempotency-Key: the platform's own tables. */
export const inbox = inboxTable;
export const idempotency = idempotencyTable;
