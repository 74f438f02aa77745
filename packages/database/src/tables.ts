export { cents, exactText, idText, jsonDocument, moment, staffHistory } from "./columns.ts";
export { idempotencyTable } from "./idempotency/idempotency-table.ts";
export { inboxTable } from "./inbox/inbox-table.ts";
export { outboxTable } from "./outbox/outbox-table.ts";
export { peopleTable } from "./people/people-table.ts";
