import { randomUUIDv7 } from "node:crypto";
import { sql } from "drizzle-orm";
import { preparedQuery } from "../prepared.ts";
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

const insert = preparedQuery((queries) =>
  queries
    .insert(outboxTable)
    .values({
      id: sql.placeholder("id"),
      topic: sql.placeholder("topic"),
      aggregateId: sql.placeholder("aggregateId"),
      data: sql.placeholder("data"),
      traceparent: sql.placeholder("traceparent"),
    })
    .prepare(),
);

/**
 * Writes events into the outbox with one insert, in the transaction of the change they tell of: both are there or
 * neither. After the commit the relays of this process publish at once; should the process die, any other replica
 * does. Change (or lock) the aggregate's own row first, so that two transactions cannot append to it out of order.
 */
export async function appendOutbox(tx: Transaction, ...events: readonly OutboxEvent[]): Promise<void> {
  const [only] = events;
  if (!only) return;
  const rows = events.map((event) => ({
    ...event,
    traceparent: event.traceparent ?? null,
    id: randomUUIDv7(),
  }));
  const [first] = rows;
  if (rows.length === 1 && first) await insert(tx).execute(first);
  else await tx.insert(outboxTable).values(rows);
  afterCommit(tx, wakeRelays);
}
