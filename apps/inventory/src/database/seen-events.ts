import { isDuplicateEntry, preparedBySize, type Transaction } from "@caravan/database";
import { numbered, placeholders } from "./rows.ts";
import { inbox } from "./schema.ts";

const consumer = "on-order-placed";

/**
 * Records that these events are applied, in the transaction of their effects. Gives false when the only one was applied
 * before; among several, that rolls all of them back.
 */
export const recordEvents = async (tx: Transaction, eventIds: readonly string[]): Promise<boolean> => {
  try {
    await insertEvents(tx, eventIds.length).execute(numbered(eventIds.map((eventId) => ({ eventId }))));
    return true;
  } catch (error) {
    if (eventIds.length === 1 && isDuplicateEntry(error)) return false;
    throw error;
  }
};

const insertEvents = preparedBySize((queries, size) =>
  queries
    .insert(inbox)
    .values(placeholders(size, ["eventId"]).map((row) => ({ consumer, ...row })))
    .prepare(),
);
