import type { GatherOptions } from "../gather/gather.ts";
import type { Database } from "../open-database.ts";
import {
  type AggregateChange,
  type AggregateTable,
  changeTogether,
  type Outcome,
} from "./change-together.ts";

/** Where aggregates are stored, and how their changes are batched. */
export interface ChangesOptions<C extends AggregateChange<S, D>, S, D> extends AggregateTable<C, S, D> {
  readonly database: Database;
  /** Changes in one transaction at most; default 16. */
  readonly most?: number;
  /** What a change locks; default its id. See {@link GatherOptions}. */
  readonly keysOf?: GatherOptions<C>["keysOf"];
}

/**
 * The engine of a service's aggregates: concurrent changes share a transaction. In it, rows are loaded and
 * locked, each change is decided purely, and rows, entries, outbox and stored replies are written together. A refusal affects only
 * its own caller; a row that cannot be written, or whose lock is not released, holds up only itself ({@link Database.gather}).
 *
 * @returns makes one change. @throws what its `decide` throws; Refusal like {@link Database.gather}
 * @example
 * const change = openChanges<AggregateChange<Payment, Decision>, Payment, Decision>({
 *   database,
 *   lock: lockPayments,
 *   after: (_, { payment }) => payment,
 *   write: (tx, changed) => updatePayments(tx, changed.map(({ after }) => after)),
 *   eventsOf: ({ events }) => events,
 * });
 * const outcome = await change({ id, decide: (payment) => capture(payment) });
 */
export const openChanges = <C extends AggregateChange<S, D>, S, D>({
  database,
  most = 16,
  keysOf = ({ id }) => [id],
  ...table
}: ChangesOptions<C, S, D>): ((change: C) => Promise<Exclude<Outcome<C, S, D>, { kind: "refused" }>>) => {
  const round = database.gather(
    (changes: readonly C[]) => database.transaction((tx) => changeTogether(tx, changes, table)),
    { most, keysOf },
  );
  return async (change) => {
    const outcome = await round(change);
    if (outcome.kind === "refused") throw outcome.error;
    return outcome;
  };
};
