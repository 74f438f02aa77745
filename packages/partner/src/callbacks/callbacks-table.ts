import { idText, moment } from "@caravan/database/tables";
import { index, int, mediumtext, mysqlTable, varchar } from "drizzle-orm/mysql-core";

/** Callbacks that are still to be delivered: a row goes once its receiver has said yes, or after a day. */
export const callbacksTable = mysqlTable(
  "callbacks",
  {
    id: idText("id", { length: 40 }).primaryKey(),
    url: varchar("url", { length: 500 }).notNull(),
    /** Exactly as it is sent. The signature is made anew for every attempt, since it holds the time. */
    body: mediumtext("body").notNull(),
    attempts: int("attempts").notNull(),
    /** When to try (again). Also the lease: whoever sends it moves it on first, so that nobody else does. */
    dueAt: moment("due_at").notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [index("callbacks_due").on(table.dueAt)],
);
