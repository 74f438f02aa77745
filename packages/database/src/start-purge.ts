import { lt, sql } from "drizzle-orm";
import { idempotencyTable } from "./idempotency/idempotency-table.ts";
import { inboxTable } from "./inbox/inbox-table.ts";
import type { Database } from "./open-database.ts";
import type { Transaction } from "./transaction.ts";

/** What is purged, and how often. */
export interface PurgeOptions {
  readonly database: Pick<Database, "transaction">;
  /** Give the tables the service has. */
  readonly tables: readonly (typeof inboxTable | typeof idempotencyTable)[];
  /** How long the inbox remembers an event; longer than the broker can deliver again; default 7 days. */
  readonly inboxSeconds?: number;
  /** Between two runs; default 600. */
  readonly everySeconds?: number;
  /** Where failures are logged; pino fits. */
  readonly log?: { warn(fields: object, message: string): void };
}

const batchRows = 1000;

/** Deletes what has expired, in small batches that hold no lock for long; returns the number of rows. */
export const purge = async ({
  database,
  tables,
  inboxSeconds = 7 * 86_400,
}: PurgeOptions): Promise<number> => {
  let total = 0;
  for (const table of tables) {
    for (let rows = batchRows; rows === batchRows; total += rows) {
      const expired =
        table === inboxTable
          ? lt(inboxTable.seenAt, sql`now(3) - interval ${inboxSeconds} second`)
          : lt(idempotencyTable.expiresAt, sql`now(3)`);
      rows = await database.transaction((tx) =>
        alone(tx, async () => {
          const [result] = await tx.delete(table).where(expired).limit(batchRows);
          return result.affectedRows;
        }),
      );
    }
  }
  return total;
};

const lockName = sql`concat(database(), '.purge')`;

/** Does the work unless another replica is at it. */
const alone = async (tx: Transaction, work: () => Promise<number>): Promise<number> => {
  const [rows] = await tx.execute(sql`select get_lock(${lockName}, 0) as mine`);
  const mine = Array.isArray(rows) && rows.some((row) => "mine" in row && Number(row.mine) === 1);
  if (!mine) return 0;
  try {
    return await work();
  } finally {
    await tx.execute(sql`select release_lock(${lockName})`);
  }
};

/** The first run: soon, since a pod may not live long, but not while many start at once. */
const firstSeconds = () => 5 + 55 * Math.random();

/**
 * Purges soon after the start and then periodically until stopped; any number of replicas may run it, one at a time does. Use it
 * among the background work of `main.ts`.
 */
export const startPurge = (options: PurgeOptions): { stop(): Promise<void> } => {
  const { everySeconds = 600 } = options;
  let running: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const runIn = (seconds: number): void => {
    timer = setTimeout(() => {
      running = purge(options)
        .catch((error: unknown) =>
          options.log?.warn({ err: error }, "expired rows could not be deleted; it will be tried again"),
        )
        // Not all replicas at the same moment.
        .finally(() => runIn(everySeconds * (0.75 + Math.random() / 2)));
    }, seconds * 1000);
  };
  runIn(Math.min(everySeconds, firstSeconds()));
  return {
    async stop() {
      clearTimeout(timer);
      await running;
      // The run that was under way has planned another.
      clearTimeout(timer);
    },
  };
};
