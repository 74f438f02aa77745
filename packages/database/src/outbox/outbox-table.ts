import { sql } from "drizzle-orm";
import { bigint, index, int, mysqlTable, varchar } from "drizzle-orm/mysql-core";
import { idText, jsonDocument, moment } from "../columns.ts";

/**
 * Events that are written but not yet published. A service exports it from its `schema.ts`, so that drizzle-kit
 * makes the table in the service's own database. A row is deleted once the broker has confirmed it: the table
 * holds only what is still to be done, and its size is the backlog.
 */
export const outboxTable = mysqlTable(
  "outbox",
  {
    /** Order of writing; events of one aggregate are published in this order. */
    position: bigint("position", { mode: "number" }).autoincrement().primaryKey(),
    /** The event's id, a UUID of version 7: the same on every publication, so that consumers apply it once. */
    id: idText("id", { length: 36 }).notNull(),
    topic: idText("topic", { length: 100 }).notNull(),
    aggregateId: idText("aggregate_id", { length: 64 }).notNull(),
    data: jsonDocument<object>("data").notNull(),
    /** W3C trace context of the request that wrote the event. */
    traceparent: idText("traceparent", { length: 64 }),
    createdAt: moment("created_at").notNull().default(sql`(now(3))`),
    /** How often publication failed. */
    attempts: int("attempts").notNull().default(0),
    /** Time of the next attempt; null for an event that never failed. Decides the lane of the relay. */
    nextAttemptAt: moment("next_attempt_at"),
    lastError: varchar("last_error", { length: 300 }),
  },
  (table) => [
    index("outbox_aggregate").on(table.aggregateId, table.position),
    index("outbox_due").on(table.nextAttemptAt, table.position),
  ],
);
