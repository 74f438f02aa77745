import { setTimeout as sleep } from "node:timers/promises";
import { rows } from "@caravan/database/plain";
import type { Connection } from "mysql2/promise";

/** How far the events were behind, at the worst moment. */
export interface OutboxLag {
  readonly events: number;
  readonly oldestSeconds: number;
}

const look = (database: Connection) =>
  rows<{ events: number; oldest: number | null }>(
    database,
    "select count(*) events, timestampdiff(microsecond, min(created_at), now(3)) / 1e6 oldest from outbox",
  );

/** Looks into the outboxes twice a second until it is stopped. */
export function watchOutboxes(databases: readonly Connection[]): {
  stop(): void;
  readonly worst: Promise<OutboxLag>;
} {
  const stopped = new AbortController();
  const watch = async (): Promise<OutboxLag> => {
    let worst = { events: 0, oldestSeconds: 0 };
    while (!stopped.signal.aborted) {
      const all = (await Promise.all(databases.map(look))).flat();
      worst = {
        events: Math.max(worst.events, ...all.map(({ events }) => events)),
        oldestSeconds: Math.max(worst.oldestSeconds, ...all.map(({ oldest }) => Number(oldest ?? 0))),
      };
      await sleep(500, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
    return worst;
  };
  return { stop: () => stopped.abort(), worst: watch() };
}
