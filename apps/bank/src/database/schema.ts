import { BankIntent } from "@caravan/contracts";
import { cents, idText, moment } from "@caravan/database/tables";
import { callbacksTable, settingsTable } from "@caravan/partner/tables";
import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  index,
  int,
  mysqlEnum,
  mysqlTable,
  primaryKey,
  uniqueIndex,
  varchar,
} from "drizzle-orm/mysql-core";

/** One payment per merchant reference. No card data is stored. CHECKs guard the amounts. */
export const intents = mysqlTable(
  "intents",
  {
    id: idText("id", { length: 40 }).primaryKey(),
    merchantReference: idText("merchant_reference", { length: 64 }).notNull().unique("intents_reference"),
    status: mysqlEnum("status", BankIntent.entries.status.options).notNull(),
    amountCents: cents("amount_cents"),
    currency: idText("currency", { length: 3 }).notNull(),
    capturedCents: cents("captured_cents"),
    refundedCents: cents("refunded_cents"),
    declineReason: varchar("decline_reason", { length: 100 }),
    declinedCards: int("declined_cards").notNull().default(0),
    description: varchar("description", { length: 100 }),
    returnUrl: varchar("return_url", { length: 500 }).notNull(),
    callbackUrl: varchar("callback_url", { length: 500 }).notNull(),
    createdAt: moment("created_at").notNull(),
  },
  () => [
    check(
      "intents_money",
      sql`0 <= refunded_cents and refunded_cents <= captured_cents and captured_cents <= amount_cents`,
    ),
  ],
);

/** The ledger: written in the transaction of the change itself, never edited. The statement is read from it. */
export const movements = mysqlTable(
  "movements",
  {
    position: bigint("position", { mode: "number" }).autoincrement().primaryKey(),
    reference: idText("reference", { length: 64 }).notNull().unique("movements_reference"),
    type: mysqlEnum("type", ["capture", "refund", "fee", "refund-failed"]).notNull(),
    intentId: idText("intent_id", { length: 40 }).notNull(),
    merchantReference: idText("merchant_reference", { length: 64 }).notNull(),
    refundReference: idText("refund_reference", { length: 64 }),
    amountCents: cents("amount_cents"),
    at: moment("at").notNull(),
  },
  (table) => [
    uniqueIndex("movements_refund").on(table.intentId, table.refundReference, table.type),
    index("movements_at").on(table.at, table.position),
  ],
);

/** Refunds that will fail, because the bank misbehaves; a row is deleted once its refund has failed. */
export const failingRefunds = mysqlTable(
  "failing_refunds",
  {
    intentId: idText("intent_id", { length: 40 }).notNull(),
    refundReference: idText("refund_reference", { length: 64 }).notNull(),
    at: moment("at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.intentId, table.refundReference] }),
    index("failing_refunds_at").on(table.at),
  ],
);

/** The tables of every partner: callbacks to be delivered, and the settings of the control API. */
export const callbacks = callbacksTable;
export const settings = settingsTable;
