import {
  exactText,
  idempotencyTable,
  idText,
  inboxTable,
  moment,
  outboxTable,
} from "@caravan/database/tables";
import { mysqlEnum, mysqlTable } from "drizzle-orm/mysql-core";

export const notes = mysqlTable("notes", {
  id: idText("id", { length: 41 }).primaryKey(),
  text: exactText("text", { length: 500 }).notNull(),
  status: mysqlEnum("status", ["draft", "published"]).notNull(),
  createdAt: moment("created_at").notNull(),
  announcedAt: moment("announced_at"),
});

/** Stored replies, events applied and events to be published: the platform's own tables. */
export const idempotency = idempotencyTable;
export const inbox = inboxTable;
export const outbox = outboxTable;
