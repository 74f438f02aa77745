import { OrderStatus } from "@caravan/contracts";
import { type Database, onceOnly } from "@caravan/database";
import { and, eq, inArray, isNotNull, or } from "drizzle-orm";
import { needsAddress } from "../domain/order.ts";
import { orders } from "./schema.ts";

/** What was the guest's is the account's from now on. */
export const joinGuest = (
  database: Database,
  eventId: string,
  guestId: string,
  userId: string,
): Promise<void> =>
  database.transaction(async (tx) => {
    if (!(await onceOnly(tx, "on-guest-joined", eventId))) return;
    await tx.update(orders).set({ shopperId: userId }).where(eq(orders.shopperId, guestId));
  });

const withoutNeed = OrderStatus.options.filter((status) => !needsAddress({ status, shipmentId: null }));

/** Marks the orders of somebody who wants to be forgotten, and drops every address that no parcel needs any more. */
export const forget = (database: Database, eventId: string, shopperId: string, now: Date): Promise<void> =>
  database.transaction(async (tx) => {
    if (!(await onceOnly(tx, "on-user-erased", eventId))) return;
    const own = eq(orders.shopperId, shopperId);
    await tx.update(orders).set({ forgottenAt: now }).where(own);
    await tx
      .update(orders)
      .set({ deliverTo: null })
      .where(and(own, or(isNotNull(orders.shipmentId), inArray(orders.status, withoutNeed))));
  });
