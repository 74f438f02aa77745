import { OrderStatus } from "@caravan/contracts";
import { isDuplicateEntry, openPeople, type Transaction } from "@caravan/database";
import { and, eq, inArray, isNotNull, isNull, or, sql } from "drizzle-orm";
import { needsAddress } from "../domain/order.ts";
import { orders, orderTimeline } from "./schema.ts";

/**
 * How orders change when their shopper joins an account, or has their data erased. An order that still needs the address keeps it until
 * the parcel has its label.
 */
export const people = openPeople({
  async join(tx, guest, account) {
    const move = () => tx.update(orders).set({ shopperId: account }).where(eq(orders.shopperId, guest));
    try {
      await move();
    } catch (error) {
      if (!isDuplicateEntry(error, "orders_placement")) throw error;
      await freeKeys(tx, guest, account);
      await move();
    }
  },

  async forget(tx, subject, erasedAt) {
    const own = eq(orders.shopperId, subject);
    await tx
      .update(orders)
      .set({ forgottenAt: erasedAt, placementKey: null, placementHash: null })
      .where(and(own, isNull(orders.forgottenAt)));
    await tx
      .update(orders)
      .set({ deliverTo: null })
      .where(
        and(
          own,
          isNotNull(orders.deliverTo),
          or(isNotNull(orders.shipmentId), inArray(orders.status, withoutNeed)),
        ),
      );
    // A join: with a subquery MariaDB would scan all timelines.
    await tx.execute(
      sql`update ${orderTimeline} join ${orders} on ${orders.id} = ${orderTimeline.orderId}
        set ${orderTimeline}.why = null
        where ${own} and ${orderTimeline.who} like 'shopper:%' and ${orderTimeline.why} is not null`,
    );
  },
});

const withoutNeed = OrderStatus.options.filter((status) => !needsAddress({ status, shipmentId: null }));

/** Both identities placed an order under the same key before the join was known: both orders stay, and the account's keeps the key. */
const freeKeys = async (tx: Transaction, guest: string, account: string): Promise<void> => {
  const keysOf = async (shopperId: string) =>
    (
      await tx
        .select({ key: orders.placementKey })
        .from(orders)
        .where(and(eq(orders.shopperId, shopperId), isNotNull(orders.placementKey)))
    ).flatMap(({ key }) => key ?? []);
  const taken = new Set(await keysOf(account));
  const both = (await keysOf(guest)).filter((key) => taken.has(key));
  await tx
    .update(orders)
    .set({ placementKey: null })
    .where(and(eq(orders.shopperId, guest), inArray(orders.placementKey, both)));
};
