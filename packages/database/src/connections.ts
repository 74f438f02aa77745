import { createPool, type Pool, type PoolConnection, type PoolOptions, type QueryOptions } from "mysql2";
import {
  databaseBusy,
  databaseUnavailable,
  deadlineExceeded,
  isRetryable,
  translateError,
} from "./errors.ts";
import { type Connection, type Holding, hold, type Reply } from "./held-connection.ts";
import { currentPatience, type Patience, usualPatience } from "./patience.ts";
import { idleConnectionSeconds, sessionStatements } from "./session-settings.ts";

/** Where the database is and how to speak to it. The first five are what a `<app>-database` secret holds. */
export interface DatabaseSettings {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly username: string;
  readonly password: string;
  /** Most connections kept; default 8. More than a few per core only move the queue into the server. */
  readonly poolSize?: number;
  /** How long a request waits for a free connection; default 5. */
  readonly acquireTimeoutSeconds?: number;
  /** How long one statement may take before it is ended and its connection given up; default 10. */
  readonly statementTimeoutSeconds?: number;
  /** The current request or event, if there is one: work whose caller has stopped waiting is not done. */
  readonly context?: () => { readonly deadlineAt?: number } | undefined;
}

/** The pool behind a `Database`. */
export interface Connections {
  /** How long the current work may wait. */
  patience(): Patience;
  acquire(): Promise<Connection>;
  /** One statement on any free connection; a deadlock or lock timeout refuses as `database-busy`. */
  query(options: QueryOptions, values?: QueryOptions["values"]): Promise<Reply>;
  /** The same on the connection of readiness checks, which waits for no other work. */
  probe(options: QueryOptions, values?: QueryOptions["values"]): Promise<Reply>;
  /** Resolves when the server takes writes. @throws Refusal `database-unavailable` */
  requireWritable(): Promise<void>;
  close(): Promise<void>;
}

const end = (pool: Pool): Promise<void> =>
  new Promise((resolve, reject) => pool.end((error) => (error ? reject(error) : resolve())));

/**
 * Opens a pool that closes connections which were idle for long, as the server must never be the first to do it. mysql2 looks for them only when
 * it may keep fewer than it may open, and then closes every one that is too many at once: under load one a second, with its prepared queries.
 */
const openPool = ({
  connectionLimit,
  ...options
}: PoolOptions & { readonly connectionLimit: number }): Pool => {
  const pool = createPool({ ...options, connectionLimit, maxIdle: connectionLimit - 1 });
  pool.config.maxIdle = connectionLimit;
  return pool;
};

/** Default for the most connections; one more checks whether the database is reachable. */
export const usualPoolSize = 8;

/** Opens a pool. mysql2's callback API is used: its promise API makes a stack trace for every statement. */
export const openConnections = (settings: DatabaseSettings): Connections => {
  const size = settings.poolSize ?? usualPoolSize;
  const statementSeconds = settings.statementTimeoutSeconds ?? 10;
  const acquireMilliseconds = (settings.acquireTimeoutSeconds ?? 5) * 1000;
  const options = {
    host: settings.host,
    port: settings.port,
    database: settings.database,
    user: settings.username,
    password: settings.password,
    idleTimeout: (idleConnectionSeconds * 1000) / 2,
    queueLimit: 1000,
    connectTimeout: 5_000,
    keepAliveInitialDelay: 10_000,
    charset: "utf8mb4_bin",
    timezone: "Z",
    stringifyObjects: true, // an object as a value stays a value, never becomes SQL
    supportBigNumbers: true,
  };
  const pool = openPool({ ...options, connectionLimit: size });
  // Readiness must not depend on the queue for connections: an unready pod gets no events.
  const probes = openPool({ ...options, connectionLimit: 1 });
  /** Increases when the server turns out not to be the primary any more: connections of an older era are closed. */
  let era = 0;
  const eras = new WeakMap<PoolConnection, number>();
  for (const each of [pool, probes])
    each.on("connection", (connection) => {
      eras.set(connection, era);
      for (const statement of sessionStatements(statementSeconds)) {
        connection.query(statement, (error) => error && connection.destroy());
      }
    });
  const patience = () => currentPatience() ?? usualPatience(settings.context?.()?.deadlineAt);

  /** Kills the statement that the server still runs for a closed connection. */
  const endOnServer = (threadId: number): void =>
    pool.getConnection((error, connection) => {
      if (error) return;
      connection.query({ sql: `kill ${threadId}`, timeout: 2_000 }, (refused) =>
        refused?.code === "PROTOCOL_SEQUENCE_TIMEOUT" ? connection.destroy() : connection.release(),
      );
    });

  const holding: Holding = {
    statementMilliseconds: statementSeconds * 1000,
    patience,
    onElsewhere: () => {
      era += 1;
    },
    onGivenUp: endOnServer,
  };

  const acquire = (from = pool) =>
    new Promise<Connection>((resolve, reject) => {
      const left = patience().deadlineAt - Date.now();
      if (left <= 0) return reject(deadlineExceeded());
      let late = false;
      const timer = setTimeout(
        () => {
          late = true;
          reject(databaseUnavailable("no free connection in time"));
        },
        Math.min(acquireMilliseconds, left),
      );
      const take = () =>
        from.getConnection((error, connection) => {
          if (!error && eras.get(connection) !== era) {
            connection.destroy();
            return take();
          }
          clearTimeout(timer);
          if (error) reject(error);
          else if (late) connection.release();
          else resolve(hold(connection, holding));
        });
      take();
    });

  const single = async <T>(work: (connection: Connection) => Promise<T>, from = pool): Promise<T> => {
    const connection = await acquire(from);
    try {
      await connection.waitForLocks(patience().lockWaitSeconds);
      return await work(connection);
    } catch (thrown) {
      const error = translateError(thrown);
      throw isRetryable(error) ? databaseBusy(error) : thrown;
    } finally {
      connection.release();
    }
  };

  return {
    patience,
    acquire: () => acquire(),
    query: (options, values) => single((connection) => connection.query(options, values)),
    probe: (options, values) => single((connection) => connection.query(options, values), probes),
    requireWritable: () =>
      single(async (connection) => {
        const [rows] = await connection.query({ sql: "select @@global.read_only as readOnly" });
        const [row] = Array.isArray(rows) ? rows : [];
        if (["0", "OFF"].includes(String(row?.readOnly))) return;
        // The next connection is made by name, which leads to the new primary.
        era += 1;
        connection.destroy();
        throw databaseUnavailable("the server takes no writes");
      }, probes),
    close: async () => {
      await Promise.all([end(pool), end(probes)]);
    },
  };
};
