import { randomUUIDv7 } from "node:crypto";
import { sql } from "drizzle-orm";
import { preparedBySize } from "../prepared.ts";
import { afterCommit, type Transaction } from "../transaction.ts";
import { outboxTable } from "./outbox-table.ts";
import { wakeRelays } from "./wake.ts";

/** An event to be published once the transaction is committed. */
export interface OutboxEvent {
  /** Topic and event type, such as `order.placed.v1`. */
  readonly topic: string;
  /** The id of the thing it happened to. Events of one aggregate are published in the order they were appended. */
  readonly aggregateId: string;
  readonly data: object;
  /** W3C trace context of the request, so that the consumer's work joins its trace. */
  readonly traceparent?: string | undefined;
}

/** Events of one insert at most: what is kept per size is bounded. */
const mostTogether = 100;

const insert = preparedBySize((queries, size) =>
  queries
    .insert(outboxTable)
    .values(
      Array.from({ length: size }, (_, i) => ({
        id: sql.placeholder(`id${i}`),
        topic: sql.placeholder(`topic${i}`),
        aggregateId: sql.placeholder(`aggregateId${i}`),
        data: sql.placeholder(`data${i}`),
        traceparent: sql.placeholder(`traceparent${i}`),
      })),
    )
    .prepare(),
);

/**
 * Writes events into the outbox with one insert, in the transaction of the change they tell of: both are there or
 * neither. After the commit the relays of this process publish at once; should the process die, any other replica
 * does. Change (or lock) the aggregate's own row first, so that two transactions cannot append to it out of order.
 */
export async function appendOutbox(tx: Transaction, ...events: readonly OutboxEvent[]): Promise<void> {
  if (events.length === 0) return;
  for (let first = 0; first < events.length; first += mostTogether) {
    const values: Record<string, unknown> = {};
    const some = events.slice(first, first + mostTogether);
    some.forEach((event, i) => {
      values[`id${i}`] = randomUUIDv7();
      values[`topic${i}`] = event.topic;
      values[`aggregateId${i}`] = event.aggregateId;
      values[`data${i}`] = event.data;
      values[`traceparent${i}`] = event.traceparent ?? null;
    });
    await insert(tx, some.length).execute(values);
  }
  afterCommit(tx, wakeRelays);
}
