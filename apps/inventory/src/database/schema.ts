import { AllotmentStatus, MovementReason, ReservationStatus } from "@caravan/contracts";
import { idempotencyTable, idText, moment } from "@caravan/database/tables";
import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  index,
  int,
  mysqlEnum,
  mysqlTable,
  primaryKey,
  varchar,
} from "drizzle-orm/mysql-core";

/** Pieces of a SKU in a warehouse, on hand and reserved for orders. CHECKs guard the bounds. */
export const warehouseStock = mysqlTable(
  "warehouse_stock",
  {
    sku: idText("sku", { length: 16 }).notNull(),
    warehouse: idText("warehouse", { length: 20 }).notNull(),
    onHand: bigint("on_hand", { mode: "number" }).notNull(),
    reserved: bigint("reserved", { mode: "number" }).notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.sku, table.warehouse] }),
    check("stock_bounds", sql`0 <= reserved and reserved <= on_hand`),
  ],
);

/** Pieces that are set aside for flash sales. They count as reserved in {@link warehouseStock}. */
export const allotments = mysqlTable("allotments", {
  id: idText("id", { length: 40 }).primaryKey(),
  saleId: idText("sale_id", { length: 40 }).notNull().unique("allotments_sale"),
  sku: idText("sku", { length: 16 }).notNull(),
  /** What was set aside when it was opened. */
  pieces: int("pieces").notNull(),
  holdSeconds: int("hold_seconds").notNull(),
  status: mysqlEnum("status", AllotmentStatus.options).notNull(),
  createdAt: moment("created_at").notNull(),
});

/** What is left of an allotment in each warehouse. A CHECK guards that no piece is given twice. */
export const allotmentPlaces = mysqlTable(
  "allotment_places",
  {
    allotmentId: idText("allotment_id", { length: 40 }).notNull(),
    warehouse: idText("warehouse", { length: 20 }).notNull(),
    piecesLeft: int("pieces_left").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.allotmentId, table.warehouse] }),
    check("allotment_bounds", sql`0 <= pieces_left`),
  ],
);

export const reservations = mysqlTable(
  "reservations",
  {
    id: idText("id", { length: 40 }).primaryKey(),
    orderId: idText("order_id", { length: 40 }).notNull().unique("reservations_order"),
    status: mysqlEnum("status", ReservationStatus.options).notNull(),
    expiresAt: moment("expires_at").notNull(),
    createdAt: moment("created_at").notNull(),
    /** The allotment that its pieces came from; null for free stock. */
    allotmentId: idText("allotment_id", { length: 40 }),
  },
  (table) => [index("reservations_due").on(table.status, table.expiresAt)],
);

/** The allocation: pieces of each SKU by warehouse. */
export const reservationLines = mysqlTable(
  "reservation_lines",
  {
    reservationId: idText("reservation_id", { length: 40 }).notNull(),
    sku: idText("sku", { length: 16 }).notNull(),
    warehouse: idText("warehouse", { length: 20 }).notNull(),
    quantity: int("quantity").notNull(),
  },
  (table) => [primaryKey({ columns: [table.reservationId, table.sku, table.warehouse] })],
);

/** The ledger: written in the transaction of the change itself, never edited. The deltas of a SKU in a warehouse sum to its stock. */
export const movements = mysqlTable(
  "movements",
  {
    id: bigint("id", { mode: "number" }).autoincrement().primaryKey(),
    sku: idText("sku", { length: 16 }).notNull(),
    warehouse: idText("warehouse", { length: 20 }).notNull(),
    reason: mysqlEnum("reason", MovementReason.options).notNull(),
    onHandDelta: bigint("on_hand_delta", { mode: "number" }).notNull(),
    reservedDelta: bigint("reserved_delta", { mode: "number" }).notNull(),
    reservationId: idText("reservation_id", { length: 40 }),
    /** The allotment that the pieces came to or went from; its deltas sum up to what is left of it. */
    allotmentId: idText("allotment_id", { length: 40 }),
    /** The reason of a corrected count, written by staff. */
    note: varchar("note", { length: 200 }),
    /** The member of staff who did it. */
    actor: idText("actor", { length: 40 }),
    at: moment("at").notNull(),
  },
  (table) => [index("movements_sku").on(table.sku, table.id)],
);

/** Responses kept under their Idempotency-Key: the platform's own table. */
export const idempotency = idempotencyTable;
