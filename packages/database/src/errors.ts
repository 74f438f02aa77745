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
  "ER_SESSION_WAS_KILLED",
  "ER_CLIENT_INTERACTION_TIMEOUT",
  "ER_QUERY_TIMEOUT",
  "ER_OPTION_PREVENTS_STATEMENT",
  "ER_READ_ONLY_MODE",
  "ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION",
  "ER_UNKNOWN_COM_ERROR",
  "ER_RUN_HOOK_ERROR",
  "CARAVAN_NO_CONNECTION",
]);

/** Of MariaDB, whose names mysql2 does not know: connection killed, statement took too long. */
const unavailableNumbers = new Set([1927, 1969]);

/**
 * The server is not the one to write to, or not any more: read-only after a failover (1290, 1836, 1792), a Galera node apart
 * from its cluster (1047), a Group Replication member that lost its group (3100).
 */
const elsewhereNumbers = new Set([1290, 1836, 1792, 1047, 3100]);

/** Messages of mysql2 that come without a code. */
const unavailableMessages =
  /^(Pool is closed|Queue limit reached|No connections available|Can't add new command)/;

/** A lock was not acquired in time, or at once with `nowait`. */
const lockNumbers = new Set([1205, 3572]);

/** Deadlock, MariaDB's "record has changed since last read", and a commit that lost against another group member. */
const lostNumbers = new Set([1213, 1020, 3101]);

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
export const isDuplicateEntry = (error: unknown, key?: string): boolean => {
  if (!(error instanceof QueryError) || error.number !== 1062) return false;
  return key === undefined || error.message.endsWith(`'${key}'`) || error.message.endsWith(`.${key}'`);
};

/** Reports whether the server rolled the transaction back only because of other transactions: running it again can succeed. */
export const isRetryable = (error: unknown): boolean =>
  isLockTimeout(error) || (error instanceof QueryError && lostNumbers.has(error.number));

/** Reports whether a lock was not acquired in time. */
export const isLockTimeout = (error: unknown): boolean =>
  error instanceof QueryError && lockNumbers.has(error.number);

/** Reports whether the error, as mysql2 gives it, says that writes go to another server now. */
export const isElsewhere = (error: { readonly errno?: number | undefined }): boolean =>
  error.errno !== undefined && elsewhereNumbers.has(error.errno);

/** Reports whether the refusal is about the database as a whole, not about this piece of work. */
export const isDatabaseAway = (error: unknown): boolean =>
  error instanceof Refusal && (error.kind === "unavailable" || error.kind === "deadline") && !isBusy(error);

/** Reports whether the refusal is {@link databaseBusy}: other transactions hold the locks it needs. */
export const isBusy = (error: unknown): boolean => error instanceof Refusal && error.code === busyCode;

/** The refusal for a database that cannot be reached or does not answer in time. */
export const databaseUnavailable = (reason: string): Refusal =>
  new Refusal({
    kind: "unavailable",
    code: "database-unavailable",
    detail: "The database cannot be reached at the moment. Try again shortly.",
    retryAfterSeconds: 1,
    cause: new Error(reason),
  });

const busyCode = "database-busy";

/** The refusal for work that lost too many deadlocks, or waited too long for a lock. */
export const databaseBusy = (cause: unknown): Refusal =>
  new Refusal({
    kind: "unavailable",
    code: busyCode,
    detail:
      "The same thing is being changed by another request that has not come to its end. Try again shortly.",
    retryAfterSeconds: 2,
    cause,
  });

/** The refusal for work whose caller has stopped waiting. */
export const deadlineExceeded = (): Refusal =>
  new Refusal({
    kind: "deadline",
    code: "deadline-exceeded",
    detail: "The time for this request was up before it could be answered.",
  });

/**
 * Turns what drizzle and mysql2 throw into a `Refusal` (not reachable) or a {@link QueryError}, without values and
 * without credentials. Anything else passes unchanged.
 */
export const translateError = (thrown: unknown): unknown => {
  const statement = thrown instanceof DrizzleQueryError ? thrown.query : undefined;
  const error = thrown instanceof DrizzleQueryError ? thrown.cause : thrown;
  if (error instanceof Refusal || error instanceof QueryError || !(error instanceof Error)) return error;
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  if (code !== undefined && unavailableCodes.has(code)) return databaseUnavailable(code);
  const number = "errno" in error && typeof error.errno === "number" ? error.errno : undefined;
  if (number !== undefined && unavailableNumbers.has(number)) return databaseUnavailable(`error ${number}`);
  if (unavailableMessages.test(error.message)) return databaseUnavailable(error.message);
  if (code === undefined || number === undefined) return error;
  return new QueryError({ code, number, message: withoutValues(error), statement });
};

/** The server quotes the offending value in some messages; only the name of the key is kept. */
const withoutValues = (error: Error): string =>
  error.message.replace(/^Duplicate entry '.*' for key/s, "Duplicate entry for key").slice(0, 300);
