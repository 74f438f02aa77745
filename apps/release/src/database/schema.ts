import { exactText, idempotencyTable, idText, jsonDocument, moment } from "@caravan/database/tables";
import { index, int, mediumtext, mysqlEnum, mysqlTable, primaryKey } from "drizzle-orm/mysql-core";
import type { ReleaseView } from "../domain/view.ts";

/** Releases as they stand: made anew from their logs at any time, but for how they began and whether they are stopped. */
export const releases = mysqlTable(
  "releases",
  {
    id: idText("id", { length: 40 }).primaryKey(),
    service: idText("service", { length: 40 }).notNull(),
    /** The service while it is under way, so that there is one at a time. */
    underWay: idText("under_way", { length: 40 }).unique("releases_under_way"),
    reason: exactText("reason", { length: 300 }).notNull(),
    view: jsonDocument<ReleaseView>("view").notNull(),
    entries: int("entries").notNull(),
    head: idText("head", { length: 64 }).notNull(),
    stopped: exactText("stopped", { length: 500 }),
    revision: int("revision").notNull(),
    startedAt: moment("started_at").notNull(),
    startedBy: idText("started_by", { length: 41 }).notNull(),
    changedAt: moment("changed_at").notNull(),
    endedAt: moment("ended_at"),
  },
  (table) => [
    index("releases_service").on(table.service, table.id),
    index("releases_changed").on(table.changedAt),
  ],
);

/** The logs, a line an entry. The app's user may add to it and read it, and nothing else (charts/values). */
export const entries = mysqlTable(
  "entries",
  {
    release: idText("release", { length: 40 }).notNull(),
    position: int("position").notNull(),
    line: mediumtext("line").notNull(),
  },
  (table) => [primaryKey({ columns: [table.release, table.position] })],
);

/** What is left of releases whose logs were dropped (migrate.ts): the last hash of each, by which a copy of its log can be verified. */
export const dropped = mysqlTable("dropped", {
  release: idText("release", { length: 40 }).primaryKey(),
  service: idText("service", { length: 40 }).notNull(),
  entries: int("entries").notNull(),
  head: idText("head", { length: 64 }).notNull(),
  endedAt: moment("ended_at").notNull(),
  droppedAt: moment("dropped_at").notNull(),
});

/** What people asked for, until an entry of the log has it. */
export const commands = mysqlTable(
  "commands",
  {
    release: idText("release", { length: 40 }).notNull(),
    at: moment("at").notNull(),
    actor: idText("actor", { length: 41 }).notNull(),
    command: idText("command", { length: 20 }).notNull(),
    reason: exactText("reason", { length: 300 }).notNull(),
    entry: int("entry"),
  },
  (table) => [primaryKey({ columns: [table.release, table.at] })],
);

/** What deployers answered: the first answer to each task. */
export const outcomes = mysqlTable(
  "outcomes",
  {
    release: idText("release", { length: 40 }).notNull(),
    number: int("number").notNull(),
    outcome: mysqlEnum("outcome", ["done", "failed", "unknown"]).notNull(),
    reason: exactText("reason", { length: 300 }),
    actor: idText("actor", { length: 41 }).notNull(),
    at: moment("at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.release, table.number] })],
);

/** Which process runs the releases: one at a time. */
export const leases = mysqlTable("leases", {
  name: idText("name", { length: 20 }).primaryKey(),
  holder: idText("holder", { length: 80 }).notNull(),
  until: moment("until").notNull(),
});

/** Stored replies: the platform's own table. */
export const idempotency = idempotencyTable;
