const sqlMode = [
  "STRICT_ALL_TABLES",
  "ONLY_FULL_GROUP_BY",
  "NO_ZERO_IN_DATE",
  "NO_ZERO_DATE",
  "ERROR_FOR_DIVISION_BY_ZERO",
  "NO_ENGINE_SUBSTITUTION",
].join(",");

/** A connection that was cut off in the middle of a transaction keeps its locks no longer than this. Longer than a publication of the outbox. */
export const idleTransactionSeconds = 8;

/** MySQL has no limit for transactions, only one for all idle connections; longer than ours rest in the pool. */
export const idleConnectionSeconds = 60;

/**
 * The settings of every session: UTC, strict mode, short lock waits, bounded statements and idle
 * transactions. What only one of the two servers supports stands in a comment that the other one skips.
 *
 * @see https://mariadb.com/kb/en/comment-syntax/ (executable comments)
 */
export const sessionStatements = (statementSeconds: number): readonly string[] => [
  `set session time_zone = '+00:00', innodb_lock_wait_timeout = 1, sql_mode = '${sqlMode}'
  /*M!100302 , max_statement_time = ${statementSeconds}, idle_transaction_timeout = ${idleTransactionSeconds} */
  /*!80003 , max_execution_time = ${Math.ceil(statementSeconds * 1000)}, wait_timeout = ${idleConnectionSeconds} */`,
  "set session transaction isolation level read committed",
];

/** 0 gives up at once; MySQL knows no less than a second. */
export const lockWaitStatement = (seconds: 0 | 1): string =>
  `set session innodb_lock_wait_timeout = ${seconds === 0 ? "/*M!100302 0 * */ 1" : "1"}`;
