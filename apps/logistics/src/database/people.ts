import { openPeople, type Transaction } from "@caravan/database";
import { and, eq, isNotNull, isNull, ne, or } from "drizzle-orm";
import type { Shipment } from "../domain/shipment.ts";
import { shipments } from "./schema.ts";

/** How shipments change when their shopper joins an account, or has their data erased. */
export const people = openPeople({
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
