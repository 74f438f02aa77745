import { idText, moment } from "@caravan/database/tables";
import { index, int, mediumtext, mysqlTable, varchar } from "drizzle-orm/mysql-core";

/** Callbacks to be delivered: a row is deleted once its receiver has accepted it, or after a day. */
export const callbacksTable = mysqlTable(
  "callbacks",
  {
    id: idText("id", { length: 40 }).primaryKey(),
    url: varchar("url", { length: 500 }).notNull(),
    /** Exactly as it is sent. Every attempt is signed again, since the signature holds the time. */
    body: mediumtext("body").notNull(),
    attempts: int("attempts").notNull(),
    /** The time of the next attempt. Also the lease: a sender postpones it first, so that no other replica sends it. */
    dueAt: moment("due_at").notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [index("callbacks_due").on(table.dueAt)],
);
