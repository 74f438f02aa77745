import { deadLetterTopic } from "@caravan/contracts";
import { rows } from "@caravan/database/plain";
import { idempotencyTable, inboxTable, outboxTable } from "@caravan/database/tables";
import { callbacksTable } from "@caravan/partner/tables";
import { groupsOf, streamNames } from "@caravan/streams";
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
  /** What MariaDB holds of its tables in memory, in MiB: it grows up to the pool's size. */
  readonly bufferPoolMebibytes: number;
  /** Entries of all streams together, dead letters included. */
  readonly streamEntries: number;
  /** Of streams that no group hears, whose latest entries the broker keeps up to their limit. */
  readonly unheard: { readonly entries: number; readonly mebibytes: number };
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
  type Size = (typeof streams)[number];
  const sum = (of: readonly Size[], key: "entries" | "backlog" | "mebibytes") =>
    of.reduce((total, stream) => total + stream[key], 0);
  const unheard = streams.filter(({ groups, dead }) => groups === 0 && !dead);
  return {
    memory,
    redisMebibytes: used / 2 ** 20,
    bufferPoolMebibytes: await bufferPool(databases),
    streamEntries: sum(streams, "entries"),
    unheard: { entries: sum(unheard, "entries"), mebibytes: sum(unheard, "mebibytes") },
    streamBacklog: sum(streams, "backlog"),
    queuedRows: await countRows(databases, queues),
    keptRows: await countRows(databases, kept),
  };
};

const sizeOf = async (redis: Redis, stream: string) => {
  const groups = await groupsOf(redis, stream);
  return {
    entries: await redis.xlen(stream),
    mebibytes: ((await redis.memory("USAGE", stream)) ?? 0) / 2 ** 20,
    groups: groups.length,
    dead: stream.startsWith(deadLetterTopic("")),
    backlog: groups.reduce((sum, { pending, lag }) => sum + pending + (lag ?? 0), 0),
  };
};

/** Of the server, by whichever database is asked. */
const bufferPool = async (databases: Subjects["databases"]): Promise<number> => {
  const [connection] = Object.values(databases);
  if (connection === undefined) return 0;
  const status = "show global status like 'Innodb_buffer_pool_bytes_data'";
  const [found] = await rows<{ Value: string }>(connection, status);
  return Number(found?.Value ?? 0) / 2 ** 20;
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
