import { lt, sql } from "drizzle-orm";
import { idempotencyTable } from "./idempotency/idempotency-table.ts";
import { inboxTable } from "./inbox/inbox-table.ts";
import type { Database } from "./open-database.ts";

/** What is purged, and how often. */
export interface PurgeOptions {
  readonly database: Pick<Database, "drizzle">;
  /** Give the tables the service has. */
  readonly tables: readonly (typeof inboxTable | typeof idempotencyTable)[];
  /** How long the inbox remembers an event; longer than the broker can deliver again. 7 days unless told. */
  readonly inboxSeconds?: number;
  /** Between two runs; 600 unless told. */
  readonly everySeconds?: number;
  /** Where failures are told; pino fits. */
  readonly log?: { warn(fields: object, message: string): void };
}

const batchRows = 1000;

/** Deletes what has expired, in small batches that hold no lock for long; gives the number of rows. */
export async function purge({ database, tables, inboxSeconds = 7 * 86_400 }: PurgeOptions): Promise<number> {
  let total = 0;
  for (const table of tables) {
    for (let rows = batchRows; rows === batchRows; total += rows) {
      const expired =
        table === inboxTable
          ? lt(inboxTable.seenAt, sql`now(3) - interval ${inboxSeconds} second`)
          : lt(idempotencyTable.expiresAt, sql`now(3)`);
      const [result] = await database.drizzle.delete(table).where(expired).limit(batchRows);
      rows = result.affectedRows;
    }
  }
  return total;
}

/** Purges now and then until stopped; any number of replicas may. Use it among the background work of `main.ts`. */
export function startPurge(options: PurgeOptions): { stop(): Promise<void> } {
  let running: Promise<unknown> = Promise.resolve();
  const run = () => {
    running = purge(options).catch((error: unknown) =>
      options.log?.warn({ err: error }, "expired rows could not be deleted; it will be tried again"),
    );
  };
  // Not all replicas at the same moment.
  const timer = setInterval(run, (options.everySeconds ?? 600) * 1000 * (0.75 + Math.random() / 2));
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
