import { createPool, type PoolConnection, type QueryOptions } from "mysql2";
import { databaseBusy, databaseUnavailable, isRetryable, translateError } from "./errors.ts";

/** Where the database is and how to speak to it. The first five are what a `<app>-database` secret holds. */
export interface DatabaseSettings {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly username: string;
  readonly password: string;
  /** Connections kept at most; 8 unless told. More than a few per core only move the queue into the server. */
  readonly poolSize?: number;
  /** How long a request waits for a free connection; 5 unless told. */
  readonly acquireTimeoutSeconds?: number;
  /** How long one statement may take before its connection is given up; 10 unless told. */
  readonly statementTimeoutSeconds?: number;
}

/** What a statement gives: drizzle's query shape, the way mysql2's promise API gives it. */
type Reply = [result: unknown, fields: unknown];

/** One connection, held until it is released or destroyed. */
export interface Connection {
  /** Stays the same object for the life of the physical connection: prepared queries are kept by it. */
  readonly identity: object;
  query(options: QueryOptions, values?: QueryOptions["values"]): Promise<Reply>;
  release(): void;
  /** Closes it instead of giving it back: its state is unknown. */
  destroy(): void;
}

/** The pool behind a `Database`. */
export interface Connections {
  acquire(): Promise<Connection>;
  /** One statement on any free connection; a deadlock or lock timeout refuses as `database-busy`. */
  query(options: QueryOptions, values?: QueryOptions["values"]): Promise<Reply>;
  close(): Promise<void>;
}

/** Every session: UTC, strict mode, no waiting for a lock longer than a request lives. Same words in both servers. */
const sessionStatements = [
  `set session time_zone = '+00:00', innodb_lock_wait_timeout = 5, sql_mode = '${[
    "STRICT_ALL_TABLES",
    "ONLY_FULL_GROUP_BY",
    "NO_ZERO_IN_DATE",
    "NO_ZERO_DATE",
    "ERROR_FOR_DIVISION_BY_ZERO",
    "NO_ENGINE_SUBSTITUTION",
  ].join(",")}'`,
  "set session transaction isolation level read committed",
];

/** Opens a pool. mysql2's callback API is used: its promise API makes a stack trace for every statement. */
export function openConnections(settings: DatabaseSettings): Connections {
  const pool = createPool({
    host: settings.host,
    port: settings.port,
    database: settings.database,
    user: settings.username,
    password: settings.password,
    connectionLimit: settings.poolSize ?? 8,
    queueLimit: 1000,
    connectTimeout: 5_000,
    charset: "utf8mb4_bin",
    timezone: "Z",
    stringifyObjects: true, // an object as a value stays a value, never becomes SQL
    supportBigNumbers: true,
  });
  pool.on("connection", (connection) => {
    for (const statement of sessionStatements) {
      connection.query(statement, (error) => error && connection.destroy());
    }
  });
  const statementTimeout = (settings.statementTimeoutSeconds ?? 10) * 1000;
  const acquireTimeout = (settings.acquireTimeoutSeconds ?? 5) * 1000;

  const acquire = () =>
    new Promise<Connection>((resolve, reject) => {
      let late = false;
      const timer = setTimeout(() => {
        late = true;
        reject(databaseUnavailable("no free connection in time"));
      }, acquireTimeout);
      pool.getConnection((error, connection) => {
        clearTimeout(timer);
        if (error) reject(error);
        else if (late) connection.release();
        else resolve(hold(connection, statementTimeout));
      });
    });

  return {
    acquire,
    async query(options, values) {
      const connection = await acquire();
      try {
        return await connection.query(options, values);
      } catch (thrown) {
        const error = translateError(thrown);
        throw isRetryable(error) ? databaseBusy(error) : thrown;
      } finally {
        connection.release();
      }
    },
    close: () => new Promise((resolve, reject) => pool.end((error) => (error ? reject(error) : resolve()))),
  };
}

function hold(connection: PoolConnection, timeout: number): Connection {
  return {
    identity: connection,
    query: (options, values) =>
      new Promise((resolve, reject) => {
        connection.query(
          { ...options, ...(values === undefined ? {} : { values }), timeout },
          (error, result, fields) => {
            if (!error) return resolve([result, fields]);
            // The reply of a statement that timed out may still come: nobody may use this connection again.
            if (error.code === "PROTOCOL_SEQUENCE_TIMEOUT") connection.destroy();
            reject(error);
          },
        );
      }),
    release: () => connection.release(),
    destroy: () => connection.destroy(),
  };
}
