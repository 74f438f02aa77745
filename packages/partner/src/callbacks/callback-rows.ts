import {
  type Database,
  placeholders,
  preparedBySize,
  preparedQuery,
  type Queries,
  rowsPerInsert,
  type Transaction,
  writeRows,
} from "@caravan/database";
import { asc, eq, inArray, lte, sql } from "drizzle-orm";
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
export const claimDue = (database: Database, now: Date, limit: number): Promise<PlannedCallback[]> =>
  database.transaction(async (tx) => {
    const due = await dueRows(tx).execute({ now, limit });
    const ids = due.map(({ id }) => id);
    if (ids.length > 0)
      await tx
        .update(callbacksTable)
        .set({ dueAt: leased(now) })
        .where(inArray(callbacksTable.id, ids));
    return due;
  });

const dueRows = preparedQuery((queries) =>
  queries
    .select()
    .from(callbacksTable)
    .where(lte(callbacksTable.dueAt, sql.placeholder("now")))
    .orderBy(asc(callbacksTable.dueAt))
    .limit(sql.placeholder("limit"))
    .for("update", { skipLocked: true })
    .prepare(),
);

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
