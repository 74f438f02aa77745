import { type Database, onceOnly, type Transaction } from "@caravan/database";
import { and, eq, isNotNull, isNull, ne, or, sql } from "drizzle-orm";
import { guests, shipments } from "./schema.ts";

/**
 * Who owns what this guest buys. Takes the guest's row first, there or not: a shipment added while the guest joins is seen by
 * the one or by the other.
 */
export const ownerOf = async (tx: Transaction, shopperId: string): Promise<string> => {
  if (!shopperId.startsWith("gst_")) return shopperId;
  await tx
    .insert(guests)
    .values({ guestId: shopperId })
    .onDuplicateKeyUpdate({ set: { guestId: sql`guest_id` } });
  const [guest] = await tx.select().from(guests).where(eq(guests.guestId, shopperId));
  return guest?.userId ?? shopperId;
};

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
