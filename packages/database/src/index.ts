export type { AggregateChange, Done } from "./changes/change-together.ts";
export { openChanges } from "./changes/open-changes.ts";
export { claimDue, lockDue, workOff } from "./claim-due.ts";
export type { DatabaseSettings } from "./connections.ts";
export { isDatabaseAway, isDuplicateEntry, QueryError } from "./errors.ts";
export { withoutHeldBack } from "./held-back.ts";
export { hashRequest } from "./idempotency/hash-request.ts";
export {
  claimRequest,
  type IdempotentOptions,
  type IdempotentResponse,
  type IdempotentWork,
  idempotent,
  type StoredResponse,
} from "./idempotency/idempotent.ts";
export { keyReused } from "./idempotency/refusals.ts";
export { onceOnly } from "./inbox/once-only.ts";
export { type MigrateOptions, migrate } from "./migrate.ts";
export { filledParts, numbered, partsOf, placeholders, rowsPerInsert, writeRows } from "./multi-row.ts";
export { type Database, type DatabaseOptions, openDatabase } from "./open-database.ts";
export { appendOutbox, type OutboxEvent } from "./outbox/append-outbox.ts";
export { lagCountLimit, type OutboxLag, outboxLag } from "./outbox/lag.ts";
export type { Publish, PublishOutcome } from "./outbox/publish-batch.ts";
export { type OutboxRelay, type OutboxRelayOptions, startOutboxRelay } from "./outbox/start-outbox-relay.ts";
export {
  lookUpPerson,
  type Owner,
  openPeople,
  type People,
  type PeoplesThings,
  type Person,
} from "./people/open-people.ts";
export { openPeopleEvents, type PeopleEvents } from "./people/people-events.ts";
export { accountErased } from "./people/refusals.ts";
export { preparedBySize, preparedQuery } from "./prepared.ts";
export type { Queries } from "./session.ts";
export { DatabaseSecret, MigrationEnvironment } from "./settings.ts";
export { type PurgeOptions, purge, startPurge } from "./start-purge.ts";
export * from "./tables.ts";
export { afterCommit, type Transaction, type TransactionOptions } from "./transaction.ts";
