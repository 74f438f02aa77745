import type { Redis } from "ioredis";
import type { Connection } from "mysql2/promise";

/** Something that must not be. */
export interface Fault {
  /** What it is about, such as an order's id; the same when it is found again. */
  id: string;
  /** For people: what is wrong, with the figures. */
  sentence: string;
}

/** The databases of all services as they were at one moment, and the broker. */
export interface Sources {
  inventory: Connection;
  order: Connection;
  payment: Connection;
  logistics: Connection;
  user: Connection;
  /** The other side of the books. */
  bank: Connection;
  redis: Redis;
}

/** The names of the databases among {@link Sources}. */
export type DatabaseName = Exclude<keyof Sources, "redis">;

export interface AuditOptions {
  /** What happened after this may still be on its way from one service to the other. */
  before: Date;
}

/** One invariant. It is true at any moment, or once what was on its way has arrived. */
export interface Check {
  name: string;
  run(sources: Sources, options: AuditOptions): Promise<Fault[]>;
}
