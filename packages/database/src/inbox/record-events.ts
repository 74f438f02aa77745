import { and, eq, inArray, or } from "drizzle-orm";
import { isDuplicateEntry } from "../errors.ts";
import { numbered, placeholders } from "../multi-row.ts";
import { preparedBySize } from "../prepared.ts";
import type { Transaction } from "../transaction.ts";
import { inboxTable } from "./inbox-table.ts";

/** An event, and its consumer, such as `on-order-placed`: each consumer applies each event once. */
export interface InboxEvent {
  readonly consumer: string;
  readonly id: string;
}

/** Tells events apart. */
export const inboxKey = ({ consumer, id }: InboxEvent): string => `${consumer} ${id}`;

const insert = preparedBySize((queries, size) =>
  queries
    .insert(inboxTable)
    .values(placeholders(size, ["consumer", "eventId"]))
    .prepare(),
);

const some = (events: readonly InboxEvent[]) =>
  or(
    ...[...Map.groupBy(events, ({ consumer }) => consumer)].map(([consumer, group]) =>
      and(
        eq(inboxTable.consumer, consumer),
        inArray(
          inboxTable.eventId,
          group.map(({ id }) => id),
        ),
      ),
    ),
  );

/**
 * Records that events are applied, in the transaction of their effects, and returns those that were applied before. It is one insert
 * as long as there are none; while another transaction applies one of them, it waits for the outcome of that. Each event may be given
 * once, and their number must be bounded, as for `preparedBySize`.
 *
 * Not `insert ignore`: that would also swallow an id that is too long, and then take two events for one.
 */
export const recordEvents = async (
  tx: Transaction,
  inboxEvents: readonly InboxEvent[],
): Promise<ReadonlySet<InboxEvent>> => {
  // Every transaction records in the same order, so deadlocks cannot occur.
  const sorted = inboxEvents.toSorted((a, b) => (inboxKey(a) < inboxKey(b) ? -1 : 1));
  const known = new Set<InboxEvent>();
  for (let left = sorted; left.length > 0; left = sorted.filter((event) => !known.has(event))) {
    try {
      const rows = left.map(({ consumer, id }) => ({ consumer, eventId: id }));
      await insert(tx, left.length).execute(numbered(rows));
      return known;
    } catch (error) {
      if (!isDuplicateEntry(error)) throw error;
      const found = left.length === 1 ? left : await applied(tx, left);
      if (found.length === 0) throw error;
      for (const event of found) known.add(event);
    }
  }
  return known;
};

/** The events that the inbox already holds. */
const applied = async (tx: Transaction, events: readonly InboxEvent[]): Promise<InboxEvent[]> => {
  const { consumer, eventId } = inboxTable;
  const rows = await tx.select({ consumer, id: eventId }).from(inboxTable).where(some(events));
  const keys = new Set(rows.map(inboxKey));
  return events.filter((event) => keys.has(inboxKey(event)));
};

/** Deletes what this transaction recorded: the events had no effect after all. */
export const forgetEvents = async (tx: Transaction, events: readonly InboxEvent[]): Promise<void> => {
  if (events.length > 0) await tx.delete(inboxTable).where(some(events));
};
