import {
  claimDue,
  type Database,
  placeholders,
  preparedBySize,
  type Queries,
  rowsPerInsert,
  type Transaction,
  writeRows,
} from "@caravan/database";
import { asc, eq, inArray, lte } from "drizzle-orm";
import { callbacksTable } from "./callbacks-table.ts";
import { isImmediate, type PlannedCallback } from "./plan-callback.ts";

/** The lease of a claimed callback: longer than an attempt takes. */
const leaseMilliseconds = 30_000;

const leased = (now: Date): Date => new Date(now.getTime() + leaseMilliseconds);

/**
 * Writes callbacks in the transaction of their change. Those to be sent at once are leased to this process: pass
 * them to `CallbackSender.send` after the commit. If it dies before, the next round sends them when the lease is over.
 */
export const insertCallbacks = async (
  tx: Transaction,
  callbacks: readonly PlannedCallback[],
): Promise<void> => {
  const rows = callbacks.map((row) => (isImmediate(row) ? { ...row, dueAt: leased(row.createdAt) } : row));
  await writeRows(tx, insertRows, rows, rowsPerInsert);
};

const insertRows = preparedBySize((queries, size) =>
  queries
    .insert(callbacksTable)
    .values(placeholders(size, ["id", "url", "body", "attempts", "dueAt", "createdAt"]))
    .prepare(),
);

/** Claims due callbacks for the lease. Concurrent replicas get different ones. */
export const claimCallbacks = (database: Database, now: Date, limit: number): Promise<PlannedCallback[]> =>
  claimDue(
    database,
    (tx) =>
      tx
        .select()
        .from(callbacksTable)
        .where(lte(callbacksTable.dueAt, now))
        .orderBy(asc(callbacksTable.dueAt))
        .limit(limit),
    async (tx, due) => {
      const ids = due.map(({ id }) => id);
      await tx
        .update(callbacksTable)
        .set({ dueAt: leased(now) })
        .where(inArray(callbacksTable.id, ids));
      return [...due];
    },
  );

/** When the oldest callback that is still here was made; ids are in the order of time. */
export const oldestCallback = async (queries: Queries): Promise<Date | undefined> => {
  const [row] = await queries
    .select({ createdAt: callbacksTable.createdAt })
    .from(callbacksTable)
    .orderBy(asc(callbacksTable.id))
    .limit(1);
  return row?.createdAt;
};

/** Tries it again later. */
export const postpone = async (
  queries: Queries,
  { id, attempts }: Pick<PlannedCallback, "id" | "attempts">,
  dueAt: Date,
): Promise<void> => {
  await queries.update(callbacksTable).set({ attempts, dueAt }).where(eq(callbacksTable.id, id));
};

/** Deletes finished callbacks. */
export const removeCallbacks = async (queries: Queries, ids: readonly string[]): Promise<void> => {
  await queries.delete(callbacksTable).where(inArray(callbacksTable.id, [...ids]));
};
