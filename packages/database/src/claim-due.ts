import type { Database } from "./open-database.ts";
import type { Transaction } from "./transaction.ts";

/** A select of rows that are due, oldest first and up to a limit. */
interface DueRows<R> {
  for(strength: "update", config: { readonly skipLocked: true }): PromiseLike<R[]>;
}

/** Locks rows that are due, except those that another replica holds: any number of replicas may call it, each gets different rows. */
export const lockDue = async <R>(due: DueRows<R>): Promise<R[]> => due.for("update", { skipLocked: true });

/**
 * Claims due rows in a transaction: locks rows that no other replica holds and postpones them before they are returned, so
 * that no other replica gets them meanwhile. If the process dies, they become due again at that time.
 *
 * @param due selects what is due, oldest first and up to a limit
 * @param putOff writes the time until which the rows are claimed, and returns what to hand out; not called when nothing is due
 * @example
 * const claimed = await claimDue(
 *   database,
 *   (tx) => tx.select().from(jobs).where(lte(jobs.dueAt, now)).orderBy(asc(jobs.dueAt)).limit(limit),
 *   async (tx, rows) => {
 *     await tx.update(jobs).set({ dueAt: until }).where(inArray(jobs.id, rows.map(({ id }) => id)));
 *     return rows;
 *   },
 * );
 */
export const claimDue = <R, T>(
  database: Pick<Database, "transaction">,
  due: (tx: Transaction) => DueRows<R>,
  putOff: (tx: Transaction, rows: readonly R[]) => Promise<T[]>,
): Promise<T[]> =>
  database.transaction(async (tx) => {
    const rows = await lockDue(due(tx));
    return rows.length === 0 ? [] : putOff(tx, rows);
  });

/** How a queue is processed. */
export interface DueWork<T> {
  /** Claims up to so many items, see {@link claimDue}. */
  readonly claim: (limit: number) => Promise<readonly T[]>;
  readonly work: (item: T) => Promise<unknown>;
  /** Items under way at the same time. */
  readonly batchSize: number;
  /** Most batches of one round, so that a round ends soon after it is stopped; default unlimited. */
  readonly mostBatches?: number;
  /** Called with an item whose work failed: it is claimed again when it is due again. */
  readonly onFault: (error: unknown, item: T) => void;
}

/** Processes a queue batch by batch until nothing is due. An item that fails does not hold up the others. */
export const workOff = async <T>({
  claim,
  work,
  batchSize,
  mostBatches = Number.POSITIVE_INFINITY,
  onFault,
}: DueWork<T>): Promise<void> => {
  for (let batch = 0; batch < mostBatches; batch += 1) {
    const items = await claim(batchSize);
    await Promise.all(items.map((item) => work(item).catch((error: unknown) => onFault(error, item))));
    if (items.length < batchSize) return;
  }
};
