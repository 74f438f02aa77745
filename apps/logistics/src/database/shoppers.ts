import {
  type Database,
  numbered,
  onceOnly,
  placeholders,
  preparedBySize,
  type Transaction,
} from "@caravan/database";
import { and, eq, inArray, isNotNull, isNull, ne, or, sql } from "drizzle-orm";
import { guests, shipments } from "./schema.ts";

/**
 * Who owns what these guests buy, for those who have joined an account. Takes the guests' rows first, there or not: a shipment
 * added while the guest joins is seen by the one or by the other.
 */
export const ownersOf = async (
  tx: Transaction,
  shopperIds: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  const ids = [...new Set(shopperIds)].filter((id) => id.startsWith("gst_")).sort();
  if (ids.length === 0) return new Map();
  const values = numbered(ids.map((guestId) => ({ guestId })));
  await touchGuests(tx, ids.length).execute(values);
  const found = await guestsById(tx, ids.length).execute(values);
  return new Map(found.flatMap(({ guestId, userId }) => (userId === null ? [] : [[guestId, userId]])));
};

const touchGuests = preparedBySize((queries, size) =>
  queries
    .insert(guests)
    .values(placeholders(size, ["guestId"]))
    .onDuplicateKeyUpdate({ set: { guestId: sql`guest_id` } })
    .prepare(),
);

const guestsById = preparedBySize((queries, size) =>
  queries
    .select()
    .from(guests)
    .where(
      inArray(
        guests.guestId,
        placeholders(size, ["guestId"]).map(({ guestId }) => guestId),
      ),
    )
    .prepare(),
);

export const joinGuest = (
  database: Database,
  eventId: string,
  guestId: string,
  userId: string,
): Promise<void> =>
  database.transaction(async (tx) => {
    if (!(await onceOnly(tx, "on-guest-joined", eventId))) return;
    await tx.insert(guests).values({ guestId, userId }).onDuplicateKeyUpdate({ set: { userId } });
    await tx.update(shipments).set({ shopperId: userId }).where(eq(shipments.shopperId, guestId));
  });

export const eraseUser = (database: Database, eventId: string, userId: string): Promise<void> =>
  database.transaction(async (tx) => {
    if (!(await onceOnly(tx, "on-user-erased", eventId))) return;
    // Marked and locked first: what is handed over from here on forgets by itself.
    await tx
      .update(shipments)
      .set({ forgetting: true })
      .where(and(eq(shipments.shopperId, userId), isNotNull(shipments.deliverTo)));
    await tx
      .update(shipments)
      .set({ deliverTo: null })
      .where(
        and(eq(shipments.shopperId, userId), or(isNull(shipments.work), ne(shipments.work, "announce"))),
      );
  });
