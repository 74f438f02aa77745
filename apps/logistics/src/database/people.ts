import type { EventData, userErased } from "@caravan/contracts";
import {
  type Database,
  numbered,
  onceOnly,
  openPeople,
  placeholders,
  preparedBySize,
  type Transaction,
} from "@caravan/database";
import { and, eq, inArray, isNotNull, isNull, ne, or } from "drizzle-orm";
import type { Shipment } from "../domain/shipment.ts";
import { guests, shipments } from "./schema.ts";

/** How shipments change when their shopper joins an account, or has their data erased. */
const people = openPeople({
  async join(tx, guest, account) {
    await tx.update(shipments).set({ shopperId: account }).where(eq(shipments.shopperId, guest));
  },
  /** A shipment that is still to be announced keeps its address until then; `settle` drops it. */
  async forget(tx, subject) {
    // Marked and locked first: a handover from here on drops the address.
    await tx
      .update(shipments)
      .set({ forgetting: true })
      .where(and(eq(shipments.shopperId, subject), isNotNull(shipments.deliverTo)));
    await tx
      .update(shipments)
      .set({ deliverTo: null })
      .where(
        and(eq(shipments.shopperId, subject), or(isNull(shipments.work), ne(shipments.work, "announce"))),
      );
  },
});

/**
 * Assigns new shipments to the current identity of their shoppers. The shipment of an order that was paid before the erasure must
 * still arrive: it keeps its address until the carrier has it, like those that existed at the erasure.
 */
export const withOwners = async (tx: Transaction, made: readonly Shipment[]): Promise<Shipment[]> => {
  const owners = await people.resolvePeople(
    tx,
    made.map(({ shopperId }) => ({ subject: shopperId })),
  );
  return made.map((shipment) => {
    const owner = owners.get(shipment.shopperId);
    return owner === undefined
      ? shipment
      : { ...shipment, shopperId: owner.subject, forgetting: owner.erasedAt !== null };
  });
};

/**
 * Finds joins that a replica of the previous release wrote only into `guests`. Called after the shipments were inserted: a join
 * that it writes later finds them when it moves the guest's shipments. To be removed with the next release.
 */
export const joinAsKnownBefore = async (tx: Transaction, made: readonly Shipment[]): Promise<void> => {
  const ids = [...new Set(made.map(({ shopperId }) => shopperId))]
    .filter((id) => id.startsWith("gst_"))
    .sort();
  if (ids.length === 0) return;
  const joined = await joinedGuests(tx, ids.length).execute(numbered(ids.map((guestId) => ({ guestId }))));
  for (const { guestId, userId } of joined) if (userId !== null) await people.joinPerson(tx, guestId, userId);
};

const joinedGuests = preparedBySize((queries, size) =>
  queries
    .select()
    .from(guests)
    .where(
      and(
        inArray(
          guests.guestId,
          placeholders(size, ["guestId"]).map(({ guestId }) => guestId),
        ),
        isNotNull(guests.userId),
      ),
    )
    .for("update")
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
    const { subject } = await people.joinPerson(tx, guestId, userId);
    await tx
      .insert(guests)
      .values({ guestId, userId: subject })
      .onDuplicateKeyUpdate({ set: { userId: subject } });
  });

export const eraseUser = (
  database: Database,
  eventId: string,
  { userId, at, guests: formerly }: EventData<typeof userErased>,
): Promise<void> =>
  database.transaction(async (tx) => {
    if (await onceOnly(tx, "on-user-erased", eventId))
      await people.erasePerson(tx, userId, new Date(at), formerly);
  });
