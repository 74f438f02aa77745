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

/** Snapshots of the databases of all services, and the broker. */
export interface Sources {
  inventory: Reader;
  order: Reader;
  payment: Reader;
  logistics: Reader;
  user: Reader;
  /** The counterpart of the books. */
  bank: Reader;
  redis: Redis;
}

/** The names of the databases among {@link Sources}. */
export type DatabaseName = Exclude<keyof Sources, "redis">;

/** All of them. */
export const auditedDatabases = [
  "inventory",
  "order",
  "payment",
  "logistics",
  "user",
  "bank",
] as const satisfies readonly DatabaseName[];

export interface AuditOptions {
  /** Effects of later changes may still be under way from one service to the other. */
  before: Date;
}

/** One invariant. It holds at any time, or once all events have arrived. */
export interface Check {
  name: string;
  run(sources: Sources, options: AuditOptions): Promise<Fault[]>;
}
