import { randomUUIDv7 } from "node:crypto";
import { placeholders, rowsPerInsert, writeRows } from "../multi-row.ts";
import { preparedBySize } from "../prepared.ts";
import { afterCommit, type Transaction } from "../transaction.ts";
import { outboxTable } from "./outbox-table.ts";
import { requireRoom } from "./room.ts";
import { wakeRelays } from "./wake.ts";

/** An event to be published once the transaction is committed. */
export interface OutboxEvent {
  /** Topic and event type, such as `order.placed.v1`. */
  readonly topic: string;
  /** The id of the aggregate. Its events are published in the order they were appended. */
  readonly aggregateId: string;
  readonly data: object;
  /** W3C trace context of the request, so that the consumer's work joins its trace. */
  readonly traceparent?: string | undefined;
}

const insert = preparedBySize((queries, size) =>
  queries
    .insert(outboxTable)
    .values(placeholders(size, ["id", "topic", "aggregateId", "data", "traceparent"]))
    .prepare(),
);

/**
 * Writes events into the outbox with one insert, in the transaction of the change they report: both are there or
 * neither. After the commit the relays of this process publish at once; if the process dies, another replica
 * does. A full outbox accepts no more: the change is refused with its events. Change (or lock) the aggregate's own row
 * first, so that two transactions cannot append to it out of order.
 */
export const appendOutbox = async (tx: Transaction, ...events: readonly OutboxEvent[]): Promise<void> => {
  if (events.length === 0) return;
  requireRoom();
  const rows = events.map(({ traceparent = null, ...event }) => ({
    ...event,
    traceparent,
    id: randomUUIDv7(),
  }));
  await writeRows(tx, insert, rows, rowsPerInsert);
  afterCommit(tx, wakeRelays);
};
