import {
  BookAccount,
  BookReason,
  PaymentStatus,
  type Reconciliation,
  type TroubleKind,
} from "@caravan/contracts";
import {
  cents,
  exactText,
  idText,
  inboxTable,
  jsonDocument,
  moment,
  outboxTable,
} from "@caravan/database/tables";
import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  index,
  int,
  mysqlEnum,
  mysqlTable,
  primaryKey,
  unique,
} from "drizzle-orm/mysql-core";
import { refundCauses, refundStatuses } from "../domain/payment.ts";
import { lanes } from "../domain/schedule.ts";

/** Attempts to pay orders. The database itself refuses more money out than in. */
export const payments = mysqlTable(
  "payments",
  {
    id: idText("id", { length: 40 }).primaryKey(),
    orderId: idText("order_id", { length: 40 }).notNull(),
    /** The number of the attempt within its order. */
    attempt: int("attempt").notNull().default(1),
    returnUrl: exactText("return_url", { length: 500 }).notNull(),
    status: mysqlEnum("status", PaymentStatus.options).notNull(),
    /** In euros, as all amounts here. */
    amountCents: cents("amount_cents"),
    capturedCents: cents("captured_cents"),
    refundedCents: cents("refunded_cents"),
    /** The sum of refunds requested or done. */
    reservedCents: cents("reserved_cents"),
    captureRequested: boolean("capture_requested").notNull(),
    cancelRequested: boolean("cancel_requested").notNull(),
    needsVoid: boolean("suspect").notNull(),
    intentId: exactText("intent_id", { length: 100 }),
    confirmationUrl: exactText("confirmation_url", { length: 2000 }),
    declineReason: exactText("decline_reason", { length: 200 }),
    dueAt: moment("due_at"),
    attempts: int("attempts").notNull(),
    /** The worker that takes it; follows from the rest. */
    lane: mysqlEnum("lane", lanes).notNull().default("confirmation"),
    unfinishedSince: moment("unfinished_since"),
    troubleKind: idText("trouble_kind", { length: 40 }).$type<TroubleKind>(),
    troubleReason: exactText("trouble_reason", { length: 200 }),
    troubleSince: moment("trouble_since"),
    createdAt: moment("created_at").notNull(),
    /** W3C trace context of the order: all later work continues that trace. */
    traceparent: idText("traceparent", { length: 64 }),
  },
  (table) => [
    unique("payments_order").on(table.orderId, table.attempt),
    index("payments_due").on(table.dueAt),
    index("payments_lane").on(table.lane, table.dueAt),
    index("payments_trouble").on(table.troubleKind, table.id),
    index("payments_unfinished").on(table.unfinishedSince),
    check(
      "payments_bounds",
      sql`0 <= refunded_cents and refunded_cents <= reserved_cents and reserved_cents <= captured_cents and captured_cents <= amount_cents`,
    ),
  ],
);

/** Orders that ended: no payment is begun for them any more. */
export const endedOrders = mysqlTable("ended_orders", {
  orderId: idText("order_id", { length: 40 }).primaryKey(),
  endedAt: moment("ended_at").notNull(),
});

/** Refunds, pending or done; one per payment and key. */
export const refunds = mysqlTable(
  "refunds",
  {
    id: idText("id", { length: 40 }).primaryKey(),
    paymentId: idText("payment_id", { length: 40 }).notNull(),
    /** The caller's key, or ours, which may hold one of staff's. */
    key: idText("idempotency_key", { length: 150 }).notNull(),
    amountCents: cents("amount_cents"),
    reason: exactText("reason", { length: 200 }).notNull(),
    cause: mysqlEnum("cause", refundCauses).notNull(),
    status: mysqlEnum("status", refundStatuses).notNull(),
  },
  (table) => [unique("refunds_key").on(table.paymentId, table.key)],
);

/** The books: written in the transaction of the change, never edited. */
export const bookMovements = mysqlTable(
  "book_movements",
  {
    id: idText("id", { length: 40 }).primaryKey(),
    reason: mysqlEnum("reason", BookReason.options).notNull(),
    paymentId: idText("payment_id", { length: 40 }),
    /** One movement per reason and reference, from any writer. */
    reference: exactText("reference", { length: 100 }).notNull(),
    at: moment("at").notNull(),
  },
  (table) => [
    unique("book_movements_reference").on(table.reference, table.reason),
    index("book_movements_payment").on(table.paymentId, table.id),
    index("book_movements_at").on(table.at),
  ],
);

/** Debits positive, credits negative; the lines of a movement sum to zero. */
export const bookLines = mysqlTable(
  "book_lines",
  {
    movementId: idText("movement_id", { length: 40 }).notNull(),
    account: mysqlEnum("account", BookAccount.options).notNull(),
    amountCents: cents("amount_cents"),
  },
  (table) => [
    primaryKey({ columns: [table.movementId, table.account] }),
    index("book_lines_account").on(table.account, table.amountCents),
  ],
);

/**
 * The balance of each account at full hours, so that a trial balance adds up hours, not years. Old ones are deleted,
 * except the newest.
 */
export const bookClosings = mysqlTable(
  "book_closings",
  {
    until: moment("until").notNull(),
    account: mysqlEnum("account", BookAccount.options).notNull(),
    balanceCents: cents("balance_cents"),
  },
  (table) => [primaryKey({ columns: [table.until, table.account] })],
);

/** When the latest comparison of a day began: one of several replicas does it. */
export const reconciliationRuns = mysqlTable("reconciliation_runs", {
  date: idText("date", { length: 10 }).primaryKey(),
  startedAt: moment("started_at").notNull(),
});

/** The last comparison of each day. */
export const reconciliations = mysqlTable("reconciliations", {
  date: idText("date", { length: 10 }).primaryKey(),
  result: jsonDocument<Reconciliation>("result").notNull(),
});

/** Callbacks applied, and events to be published: the platform's own tables. */
export const inbox = inboxTable;
export const outbox = outboxTable;
