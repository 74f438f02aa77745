import { Refusal } from "@caravan/contracts";
import { getTableName, is, sql } from "drizzle-orm";
import { getTableConfig, MySqlTable } from "drizzle-orm/mysql-core";
import { type DatabaseSettings, openConnections, usualPoolSize } from "./connections.ts";
import { translateError } from "./errors.ts";
import { type GatherOptions, gather } from "./gather/gather.ts";
import { openWaitingRoom } from "./gather/waiting-room.ts";
import { type Queries, queriesOver } from "./session.ts";
import { runTransaction, type Transaction, type TransactionOptions } from "./transaction.ts";

/** A service's own database. */
export interface Database {
  /** Drizzle over the pool, for reads and single statements; waiting too long for a lock refuses as `database-busy`. */
  readonly drizzle: Queries;
  /**
   * Runs the function in a transaction (READ COMMITTED) and commits, or rolls back when it throws. After a deadlock
   * or lock timeout the whole function runs again: it must have no effect outside the transaction. When the connection
   * breaks during the commit, the outcome is unknown: the caller sees `database-unavailable` and tries again under
   * its idempotency key.
   *
   * @throws Refusal `database-unavailable`, `database-busy`; what the function throws
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /**
   * Resolves when the database answers and takes writes, and (first time, if a schema was given) has every table and column the
   * service needs: a readiness check that keeps a new version out of traffic until its migrations have run.
   *
   * @throws Refusal `database-unavailable`, `database-not-migrated`
   */
  ping(): Promise<void>;
  /**
   * Collects the calls made while a round is under way, and does them together in the next one. A single call starts
   * at once; under load many share one transaction, and the busier it gets the less each of them costs.
   *
   * Calls are isolated from each other. A round that fails is halved and repeated, down to the bad item. A round that meets a
   * lock which is not released within a second is split: calls that are not blocked are done at once, the blocked one
   * waits alone for three seconds at most, and further calls about the same keys wait with it. A round that
   * stalls does not hold up the next one. A call whose caller has stopped waiting is not done. Only when the database is
   * unreachable do all calls of a round fail at once. So a round must have no effect when it rejects.
   *
   * @param round processes all items, returns one result for each, in their order
   * @throws Refusal `database-busy` when a row stays locked, `deadline-exceeded`, and what the round throws
   * @example
   * const save = database.gather(
   *   (orders: readonly Order[]) => database.transaction((tx) => insertAll(tx, orders)),
   *   { most: 16, keysOf: (order) => [order.id] },
   * );
   * const saved = await save(order);
   */
  gather<T, R>(
    round: (items: readonly T[]) => Promise<readonly R[]>,
    options: GatherOptions<T>,
  ): (item: T) => Promise<R>;
  /** Calls that wait for locks that are not released, and calls refused for it so far; for metrics. */
  locks(): { readonly waiting: number; readonly refused: number };
  /** Waits for running statements and closes every connection. */
  close(): Promise<void>;
}

/** Where the database is, and the tables the service expects in it. */
export interface DatabaseOptions extends DatabaseSettings {
  /** The exports of the service's `schema.ts`; what is not a table is ignored. */
  readonly schema?: Record<string, unknown>;
}

/**
 * Opens a service's database. Connections are made when they are needed, so it resolves even while the database is
 * unreachable; {@link Database.ping} checks.
 *
 * @example
 * import * as schema from "./database/schema.ts";
 * const database = await openDatabase({ ...(await sidecar.secret("order-database")), port, schema });
 */
export const openDatabase = async (options: DatabaseOptions): Promise<Database> => {
  const connections = openConnections(options);
  const queries = queriesOver({
    query: (statement, values) => connections.query(statement, values),
  });
  const probes = queriesOver({ query: connections.probe });
  let migrated = options.schema === undefined;
  const room = openWaitingRoom(Math.max(1, Math.floor((options.poolSize ?? usualPoolSize) / 4)));
  const scope = { room, deadlineAt: () => options.context?.()?.deadlineAt };
  return {
    drizzle: queries,
    transaction: (work, how) => runTransaction(connections, work, how),
    gather: (round, how) => gather(scope, round, how),
    locks: () => ({ waiting: room.waiting, refused: room.refused }),
    async ping() {
      await connections.requireWritable().catch((error: unknown) => {
        throw translateError(error);
      });
      if (migrated) return;
      await requireColumns(probes, options.schema ?? {});
      migrated = true;
    },
    async close() {
      await connections.close().catch((error: unknown) => {
        throw translateError(error);
      });
    },
  };
};

const requireColumns = async (queries: Queries, schema: Record<string, unknown>): Promise<void> => {
  const [rows] = await queries.execute(
    sql`select concat(table_name, '.', column_name) as name from information_schema.columns where table_schema = database()`,
  );
  const present = new Set(
    Array.isArray(rows) ? rows.map((row) => ("name" in row ? row.name : undefined)) : [],
  );
  const missing = Object.values(schema)
    .filter((entry) => is(entry, MySqlTable))
    .flatMap((table) =>
      getTableConfig(table).columns.map((column) => `${getTableName(table)}.${column.name}`),
    )
    .filter((name) => !present.has(name));
  if (missing.length === 0) return;
  throw new Refusal({
    kind: "unavailable",
    code: "database-not-migrated",
    detail: "The database is being prepared for this version. Try again shortly.",
    retryAfterSeconds: 1,
    cause: new Error(`missing: ${missing.join(", ")}`),
  });
};
