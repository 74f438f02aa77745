import { sql } from "drizzle-orm";
import { isDuplicateEntry } from "../errors.ts";
import { preparedQuery } from "../prepared.ts";
import type { Transaction } from "../transaction.ts";
import { inboxTable } from "./inbox-table.ts";

const record = preparedQuery((queries) =>
  queries
    .insert(inboxTable)
    .values({ consumer: sql.placeholder("consumer"), eventId: sql.placeholder("eventId") })
    .prepare(),
);

/**
 * Records that the consumer applies this event, in the transaction of the effect; reports whether it is the first
 * time. When another delivery of the same event is being applied right now, it waits for that one's outcome.
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
export async function onceOnly(tx: Transaction, consumer: string, eventId: string): Promise<boolean> {
  try {
    await record(tx).execute({ consumer, eventId });
    return true;
  } catch (error) {
    if (isDuplicateEntry(error)) return false;
    throw error;
  }
}
