import type { MySql2Database } from "drizzle-orm/mysql2";
import type { Redis } from "ioredis";

/** A violated invariant. */
export interface Fault {
  /** Its subject, such as an order's id; the same when it is found again. */
  id: string;
  /** A sentence with the figures. */
  sentence: string;
}

/** Drizzle over one database, without a way to write. */
export type Reader = Pick<MySql2Database, "select" | "selectDistinct">;

/** The databases that are compared; the bank's is the counterpart of the books. */
export const auditedDatabases = [
  "inventory",
  "order",
  "payment",
  "logistics",
  "user",
  "bank",
  "flash",
  "promotion",
] as const;
export type DatabaseName = (typeof auditedDatabases)[number];

/** Snapshots of the databases, and the broker. */
export type Sources = Record<DatabaseName, Reader> & { redis: Redis };

export interface AuditOptions {
  /** Effects of later changes may still be under way from one service to the other. */
  before: Date;
}

/** One invariant. It holds at any time, or once all events have arrived. */
export interface Check {
  name: string;
  run(sources: Sources, options: AuditOptions): Promise<Fault[]>;
}
