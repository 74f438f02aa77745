import type { Database } from "./open-database.ts";
import type { Transaction } from "./transaction.ts";

/** A select of rows that are due, oldest first and up to a limit. */
interface DueRows<R> {
  for(strength: "update", config: { readonly skipLocked: true }): PromiseLike<R[]>;
}

/** Locks rows that are due, except those that another replica holds: any number of replicas may ask, each gets others. */
export const lockDue = async <R>(due: DueRows<R>): Promise<R[]> => due.for("update", { skipLocked: true });

/**
 * Takes what is due, in a transaction: locks rows that no other replica holds, and puts them off before they are given, so
 * that no other gets them meanwhile. If the process dies, they are due again when that time is over.
 *
 * @param due selects what is due, oldest first and up to a limit
 * @param putOff writes until when it is taken, and gives what is handed out; not called when nothing is due
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

/** How a queue is worked off. */
export interface DueWork<T> {
  /** Takes up to so many, see {@link claimDue}. */
  readonly claim: (limit: number) => Promise<readonly T[]>;
  readonly work: (item: T) => Promise<unknown>;
  /** Items under way at the same time. */
  readonly batchSize: number;
  /** Batches of one round, so that a round ends soon after it is asked to; default any number. */
  readonly mostBatches?: number;
  /** Told of an item whose work failed: it is taken again when it is due again. */
  readonly onFault: (error: unknown, item: T) => void;
}

/** Works off a queue batch by batch, until nothing is due. An item that fails holds up none of the others. */
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
