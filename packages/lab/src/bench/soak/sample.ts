import { rows } from "@caravan/database/plain";
import { idempotencyTable, inboxTable, outboxTable } from "@caravan/database/tables";
import { callbacksTable } from "@caravan/partner/tables";
import { streamNames } from "@caravan/streams";
import { getTableName } from "drizzle-orm";
import type { Redis } from "ioredis";
import type { Connection } from "mysql2/promise";
import type { Meter } from "../processes/meter.ts";
import type { PartGroup } from "../processes/parts.ts";

/** The sampled parts: the databases by the name of their app, the broker, and the processes. */
export interface Subjects {
  readonly databases: Readonly<Record<string, Connection>>;
  readonly redis: Redis;
  readonly meter: Meter;
}

/** A sample of everything that must stay bounded. */
export interface Sample {
  /** Proportional memory by group of processes, in MiB. */
  readonly memory: Readonly<Partial<Record<PartGroup, number>>>;
  /** Memory that Redis uses for data, in MiB. */
  readonly redisMebibytes: number;
  /** Entries of all streams together, dead letters included. */
  readonly streamEntries: number;
  /** Entries that a group has not yet acknowledged. */
  readonly streamBacklog: number;
  /** Rows that are still to be worked on: outboxes, and callbacks to be delivered. */
  readonly queuedRows: number;
  /** Rows that are kept for a time and then deleted: inboxes and idempotency keys. They follow the rate of orders. */
  readonly keptRows: number;
}

const queues = [outboxTable, callbacksTable].map(getTableName);
const kept = [inboxTable, idempotencyTable].map(getTableName);

export const takeSample = async ({ databases, redis, meter }: Subjects): Promise<Sample> => {
  const memory: Partial<Record<PartGroup, number>> = {};
  for (const { group, proportionalBytes } of await meter.memory())
    memory[group] = (memory[group] ?? 0) + proportionalBytes / 2 ** 20;
  const used = Number(/used_memory:(\d+)/.exec(await redis.info("memory"))?.[1] ?? 0);
  const streams = await Promise.all((await streamNames(redis, "")).map((name) => sizeOf(redis, name)));
  const sum = (key: "entries" | "backlog") => streams.reduce((total, stream) => total + stream[key], 0);
  return {
    memory,
    redisMebibytes: used / 2 ** 20,
    streamEntries: sum("entries"),
    streamBacklog: sum("backlog"),
    queuedRows: await countRows(databases, queues),
    keptRows: await countRows(databases, kept),
  };
};

const sizeOf = async (redis: Redis, stream: string): Promise<{ entries: number; backlog: number }> => {
  const groups = (await redis.xinfo("GROUPS", stream)) as unknown[][];
  const field = (group: unknown[], name: string) => Number(group[group.indexOf(name) + 1] ?? 0) || 0;
  return {
    entries: await redis.xlen(stream),
    backlog: groups.reduce((sum, group) => sum + field(group, "pending") + field(group, "lag"), 0),
  };
};

/** Rows of those of the tables that a database has. */
const countRows = async (databases: Subjects["databases"], tables: readonly string[]): Promise<number> => {
  let total = 0;
  for (const connection of Object.values(databases)) {
    const present = await rows<{ name: string }>(
      connection,
      "select table_name name from information_schema.tables where table_schema = database() and table_name in (?)",
      [tables],
    );
    for (const { name } of present) {
      const [found] = await rows<{ n: number }>(connection, `select count(*) n from ${name}`);
      total += found?.n ?? 0;
    }
  }
  return total;
};
