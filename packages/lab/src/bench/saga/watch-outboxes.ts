import { setTimeout as sleep } from "node:timers/promises";
import { outboxTable } from "@caravan/database/tables";
import { until } from "@caravan/toolchain";
import { count, sql } from "drizzle-orm";
import { drizzle, type MySql2Database } from "drizzle-orm/mysql2";
import type { Connection } from "mysql2/promise";

/** The largest lag of the events. */
export interface OutboxLag {
  readonly events: number;
  readonly oldestSeconds: number;
}

const age = sql<number | null>`timestampdiff(microsecond, min(${outboxTable.createdAt}), now(3)) / 1e6`;
const look = (database: MySql2Database) =>
  database.select({ events: count(), oldest: age }).from(outboxTable);

/** Samples the outboxes twice a second until it is stopped. */
export const watchOutboxes = (
  databases: readonly Connection[],
): {
  stop(): void;
  readonly worst: Promise<OutboxLag>;
} => {
  const stopped = new AbortController();
  const outboxes = databases.map((connection) => drizzle({ client: connection }));
  const watch = async (): Promise<OutboxLag> => {
    let worst = { events: 0, oldestSeconds: 0 };
    while (!stopped.signal.aborted) {
      const all = (await Promise.all(outboxes.map(look))).flat();
      worst = {
        events: Math.max(worst.events, ...all.map(({ events }) => events)),
        oldestSeconds: Math.max(worst.oldestSeconds, ...all.map(({ oldest }) => Number(oldest ?? 0))),
      };
      await sleep(500, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
    return worst;
  };
  return { stop: () => stopped.abort(), worst: watch() };
};

/** Waits until all events of these databases are published. */
export const untilPublished = async (
  databases: readonly Connection[],
  signal: AbortSignal,
): Promise<void> => {
  const outboxes = databases.map((connection) => drizzle({ client: connection }));
  const empty = async () =>
    (await Promise.all(outboxes.map(look))).flat().every(({ events }) => events === 0) || undefined;
  const patience = { timeoutSeconds: 120, intervalMilliseconds: 50, signal };
  await until("all events are published", empty, patience);
};
