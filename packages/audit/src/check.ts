import type { MySql2Database } from "drizzle-orm/mysql2";
import type { Redis } from "ioredis";

/** Something that must not be. */
export interface Fault {
  /** What it is about, such as an order's id; the same when it is found again. */
  id: string;
  /** For people: what is wrong, with the figures. */
  sentence: string;
}

/** Drizzle over one database, without a way to write. */
export type Reader = Pick<MySql2Database, "select" | "selectDistinct">;

/** The databases of all services as they were at one moment, and the broker. */
export interface Sources {
  inventory: Reader;
  order: Reader;
  payment: Reader;
  logistics: Reader;
  user: Reader;
  /** The other side of the books. */
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
  /** What happened after this may still be on its way from one service to the other. */
  before: Date;
}

/** One invariant. It is true at any moment, or once what was on its way has arrived. */
export interface Check {
  name: string;
  run(sources: Sources, options: AuditOptions): Promise<Fault[]>;
}
