import type { PostalAddress } from "@caravan/contracts";
import {
  cents,
  idempotencyTable,
  idText,
  inboxTable,
  jsonDocument,
  moment,
  peopleTable,
  staffHistory,
} from "@caravan/database/tables";
import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  customType,
  index,
  int,
  mysqlEnum,
  mysqlTable,
  primaryKey,
  uniqueIndex,
} from "drizzle-orm/mysql-core";
import { salePhases } from "../domain/sale.ts";

/** The sales: terms, phase, and the figures that guard them. The row is the lock of all that is decided for a sale. */
export const sales = mysqlTable(
  "sales",
  {
    id: idText("id", { length: 40 }).primaryKey(),
    sku: idText("sku", { length: 16 }).notNull(),
    priceCents: cents("price_cents"),
    pieces: int("pieces").notNull(),
    opensAt: moment("opens_at").notNull(),
    endsAt: moment("ends_at").notNull(),
    perShopper: int("per_shopper").notNull(),
    audience: mysqlEnum("audience", ["everyone", "accounts"]).notNull(),
    line: int("line").notNull(),
    paySeconds: int("pay_seconds").notNull(),
    lotMilliseconds: int("lot_milliseconds").notNull(),
    difficulty: int("difficulty").notNull(),
    perAddress: int("per_address").notNull(),
    perDevice: int("per_device"),
    shards: int("shards").notNull(),
    phase: mysqlEnum("phase", salePhases).notNull(),
    allotmentId: idText("allotment_id", { length: 40 }),
    allotmentAskedAt: moment("allotment_asked_at"),
    endedAt: moment("ended_at"),
    epoch: int("epoch").notNull().default(0),
    sold: int("sold").notNull().default(0),
    seed: idText("seed", { length: 64 }).notNull(),
    tokenKey: idText("token_key", { length: 64 }).notNull(),
    rebuildNeeded: boolean("rebuild_needed").notNull().default(false),
    /** The process that tends the sale, and until when. */
    keptBy: idText("kept_by", { length: 64 }),
    keptUntil: moment("kept_until"),
    /** When a process looked after the sale last, to within seconds. */
    tendedAt: moment("tended_at"),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    index("sales_phase").on(table.phase, table.opensAt),
    check("sold_bounds", sql`0 <= sold and sold <= pieces`),
  ],
);

/** Who did what to a sale, when and why. Append-only. */
export const saleHistory = mysqlTable(
  "sale_history",
  {
    saleId: idText("sale_id", { length: 40 }).notNull(),
    ...staffHistory(),
  },
  (table) => [index("sale_history_sale").on(table.saleId, table.number)],
);

/** Who takes part, and where a piece would go. */
export const entries = mysqlTable(
  "entries",
  {
    saleId: idText("sale_id", { length: 40 }).notNull(),
    /** As admission knows the shopper: never changes. */
    shopperId: idText("shopper_id", { length: 40 }).notNull(),
    /** Whose it is now: the account, once a guest has joined one. */
    ownerId: idText("owner_id", { length: 40 }).notNull(),
    /** Null once the shopper had their data erased. */
    deliverTo: jsonDocument<PostalAddress>("deliver_to"),
    joinedAt: moment("joined_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.saleId, table.shopperId] }),
    index("entries_owner").on(table.ownerId, table.saleId),
  ],
);

/** Set by the database whenever the row changes. */
const changeMoment = (name: string) =>
  customType<{ data: Date; driverData: string }>({
    dataType: () => "datetime(3) on update current_timestamp(3)",
    toDriver: (value) => value.toISOString().slice(0, -1).replace("T", " "),
    fromDriver: (stored) => new Date(`${stored.replace(" ", "T")}Z`),
  })(name);

/** Tickets in the order in which they were first stored. */
export const tickets = mysqlTable(
  "tickets",
  {
    position: bigint("position", { mode: "number" }).autoincrement().primaryKey(),
    id: idText("id", { length: 40 }).notNull(),
    saleId: idText("sale_id", { length: 40 }).notNull(),
    shopperId: idText("shopper_id", { length: 40 }).notNull(),
    click: idText("click", { length: 64 }).notNull(),
    status: mysqlEnum("status", ["admitted", "waiting", "returned"]).notNull(),
    paid: boolean("paid").notNull().default(false),
    orderId: idText("order_id", { length: 40 }),
    payBy: moment("pay_by"),
    reason: idText("reason", { length: 60 }),
    /** What is to be done next, and when; null when nothing is. */
    task: mysqlEnum("task", ["order", "watch", "give-back"]),
    dueAt: moment("due_at"),
    attempts: int("attempts").notNull().default(0),
    /** When it got its piece. */
    admittedAt: moment("admitted_at"),
    /** By the database's clock, whatever wrote it: those who watch the sale are told. */
    changedAt: changeMoment("changed_at").notNull().default(sql`current_timestamp(3)`),
  },
  (table) => [
    uniqueIndex("tickets_id").on(table.id),
    index("tickets_shopper").on(table.saleId, table.shopperId),
    index("tickets_status").on(table.saleId, table.status, table.paid),
    index("tickets_due").on(table.dueAt),
    index("tickets_changed").on(table.saleId, table.changedAt),
  ],
);

/** The decisions of admission in the sale's current epoch: their marks show whether Redis still tells the same story. */
export const decisions = mysqlTable(
  "decisions",
  {
    saleId: idText("sale_id", { length: 40 }).notNull(),
    epoch: int("epoch").notNull(),
    shard: int("shard").notNull(),
    number: int("number").notNull(),
    mark: idText("mark", { length: 16 }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.saleId, table.epoch, table.shard, table.number] })],
);

/** Who joined which account, and who is erased. */
export const people = peopleTable;

/** Events applied, and responses kept under their Idempotency-Key: the platform's own tables. */
export const inbox = inboxTable;
export const idempotency = idempotencyTable;
