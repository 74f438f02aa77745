import { sql } from "drizzle-orm";
import { index, mysqlTable, primaryKey } from "drizzle-orm/mysql-core";
import { exactText, idText, moment } from "../columns.ts";

/** Events that a consumer has already applied; one row per consumer and event, written with the effect itself. */
export const inboxTable = mysqlTable(
  "inbox",
  {
    consumer: idText("consumer", { length: 64 }).notNull(),
    eventId: exactText("event_id", { length: 100 }).notNull(),
    seenAt: moment("seen_at").notNull().default(sql`(now(3))`),
  },
  (table) => [
    primaryKey({ name: "inbox_pk", columns: [table.consumer, table.eventId] }),
    index("inbox_seen").on(table.seenAt),
  ],
);
