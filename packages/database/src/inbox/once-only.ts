import { sql } from "drizzle-orm";
import { isDuplicateEntry } from "../errors.ts";
import { numbered, placeholders } from "../multi-row.ts";
import { preparedBySize } from "../prepared.ts";
import type { Transaction } from "../transaction.ts";
import { inboxTable } from "./inbox-table.ts";

const record = preparedBySize((queries, size) =>
  queries
    .insert(inboxTable)
    .values(placeholders(size, ["eventId"]).map((row) => ({ consumer: sql.placeholder("consumer"), ...row })))
    .prepare(),
);

/**
 * Records that the consumer applies this event, in the transaction of the effect; reports whether it is the first
 * time. When another delivery of the same event is being applied right now, it waits for that one's outcome.
 * Several events are recorded together or not at all: when one of several was applied before, it throws a duplicate
 * entry, which rolls all of them back; apply them one by one then. Their number must be bounded, as for `preparedBySize`.
 *
 * Not `insert ignore`: that would also swallow an id that is too long, and then take two events for one.
 *
 * @param consumer names what is applied, such as `on-order-placed`: each consumer applies each event once
 * @example
 * await database.transaction(async (tx) => {
 *   if (!(await onceOnly(tx, "on-order-placed", event.id))) return;
 *   await tx.update(stock)...
 * });
 */
export async function onceOnly(
  tx: Transaction,
  consumer: string,
  ...eventIds: readonly string[]
): Promise<boolean> {
  try {
    const rows = numbered(eventIds.map((eventId) => ({ eventId })));
    await record(tx, eventIds.length).execute({ consumer, ...rows });
    return true;
  } catch (error) {
    if (eventIds.length === 1 && isDuplicateEntry(error)) return false;
    throw error;
  }
}
