import { Refusal } from "@caravan/contracts";
import { DrizzleQueryError } from "drizzle-orm";

/** Codes of Node, mysql2 and the server that mean "not now": the connection, not the statement, is at fault. */
const unavailableCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ECONNABORTED",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
  "PROTOCOL_CONNECTION_LOST",
  "PROTOCOL_SEQUENCE_TIMEOUT",
  "PROTOCOL_PACKETS_OUT_OF_ORDER",
  "ER_CON_COUNT_ERROR",
  "ER_TOO_MANY_USER_CONNECTIONS",
  "ER_USER_LIMIT_REACHED",
  "ER_ACCESS_DENIED_ERROR",
  "ER_DBACCESS_DENIED_ERROR",
  "ER_BAD_DB_ERROR",
  "ER_SERVER_SHUTDOWN",
  "ER_NORMAL_SHUTDOWN",
  "ER_CONNECTION_KILLED",
  "ER_QUERY_INTERRUPTED",
  "ER_OPTION_PREVENTS_STATEMENT",
  "ER_READ_ONLY_MODE",
  "CARAVAN_NO_CONNECTION",
]);

/** Messages of mysql2 that come without a code. */
const unavailableMessages =
  /^(Pool is closed|Queue limit reached|No connections available|Can't add new command)/;

/** Deadlock, lock wait timeout, and MariaDB's "record has changed since last read": the transaction may run again. */
const retryableNumbers = new Set([1213, 1205, 1020]);

/**
 * A statement that the server refused. Holds the server's error and the statement with its placeholders, never the
 * values, so that it can be logged whole.
 */
export class QueryError extends Error {
  /** The server's name for the error, such as `ER_DUP_ENTRY`. */
  readonly code: string;
  /** The server's number for the error, such as 1062. */
  readonly number: number;
  readonly statement: string | undefined;

  constructor(options: { code: string; number: number; message: string; statement?: string | undefined }) {
    super(`${options.code}: ${options.message}`);
    this.name = "QueryError";
    this.code = options.code;
    this.number = options.number;
    this.statement = options.statement;
  }
}

/** Reports whether the error is a violated unique key, optionally of the key with that name. */
export function isDuplicateEntry(error: unknown, key?: string): boolean {
  if (!(error instanceof QueryError) || error.number !== 1062) return false;
  return key === undefined || error.message.endsWith(`'${key}'`) || error.message.endsWith(`.${key}'`);
}

/** Reports whether the server gave up the transaction only because of others: running it again can succeed. */
export const isRetryable = (error: unknown): boolean =>
  error instanceof QueryError && retryableNumbers.has(error.number);

/** The refusal for a database that cannot be reached or does not answer in time. */
export const databaseUnavailable = (reason: string): Refusal =>
  new Refusal({
    kind: "unavailable",
    code: "database-unavailable",
    detail: "The database cannot be reached at the moment. Try again shortly.",
    retryAfterSeconds: 1,
    cause: new Error(reason),
  });

/** The refusal for a transaction that lost against others too often. */
export const databaseBusy = (cause: unknown): Refusal =>
  new Refusal({
    kind: "unavailable",
    code: "database-busy",
    detail: "Too many changes to the same things at the moment. Try again shortly.",
    retryAfterSeconds: 1,
    cause,
  });

/**
 * Turns what drizzle and mysql2 throw into a `Refusal` (not reachable) or a {@link QueryError}, without values and
 * without credentials. Anything else passes unchanged.
 */
export function translateError(thrown: unknown): unknown {
  const statement = thrown instanceof DrizzleQueryError ? thrown.query : undefined;
  const error = thrown instanceof DrizzleQueryError ? thrown.cause : thrown;
  if (error instanceof Refusal || error instanceof QueryError || !(error instanceof Error)) return error;
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  if (code !== undefined && unavailableCodes.has(code)) return databaseUnavailable(code);
  if (unavailableMessages.test(error.message)) return databaseUnavailable(error.message);
  if (code === undefined || !("errno" in error) || typeof error.errno !== "number") return error;
  return new QueryError({ code, number: error.errno, message: withoutValues(error), statement });
}

/** The server quotes the offending value in some messages; only the name of the key is kept. */
const withoutValues = (error: Error): string =>
  error.message.replace(/^Duplicate entry '.*' for key/s, "Duplicate entry for key").slice(0, 300);
