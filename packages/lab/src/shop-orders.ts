import { type Kube, openDatabaseOf } from "@caravan/cluster";
import { OrderStatus, orderIsFinal, orderIsUnpaid } from "@caravan/contracts";
import { orders, orderTimeline } from "@caravan/order/schema";
import { and, count, eq, inArray, isNotNull, min, ne, sql } from "drizzle-orm";
import { drizzle, type MySql2Database } from "drizzle-orm/mysql2";
import type { Connection } from "mysql2/promise";

/** The tables of the order service, as it writes them. */
export type ShopOrders = MySql2Database;

export const ordersOver = (connection: Connection): ShopOrders => drizzle({ client: connection });

/** Gives the tables of the order service to some work, and closes the way to them. */
export const withOrders = async <T>(kube: Kube, work: (shop: ShopOrders) => Promise<T>): Promise<T> => {
  const connection = await openDatabaseOf(kube, "order");
  try {
    return await work(ordersOver(connection));
  } finally {
    await connection.end();
  }
};

/** Statuses of paid orders whose events are still on their way, as a broken shop would lose them. */
const travelling = OrderStatus.options.filter((status) => !orderIsFinal(status) && !orderIsUnpaid(status));

export const countTravelling = async (shop: ShopOrders): Promise<number> => {
  const [found] = await shop.select({ n: count() }).from(orders).where(inArray(orders.status, travelling));
  return found?.n ?? 0;
};

/** The statuses of these orders; ids that are no order are left out. */
export const statusesOf = (shop: ShopOrders, ids: readonly string[]) =>
  ids.length === 0
    ? Promise.resolve([])
    : shop
        .select({ id: orders.id, status: orders.status })
        .from(orders)
        .where(inArray(orders.id, [...ids]));

/** How many of these orders have a step to come. */
export const countInHand = async (shop: ShopOrders, ids: readonly string[]): Promise<number> => {
  const [found] = await shop
    .select({ n: count() })
    .from(orders)
    .where(and(inArray(orders.id, [...ids]), ne(orders.steps, "")));
  return found?.n ?? 0;
};

/** When each of these orders was placed and confirmed; those that are not confirmed are left out. */
export const confirmationsOf = (shop: ShopOrders, ids: readonly string[]) =>
  shop
    .select({ placed: orders.placedAt, confirmed: min(orderTimeline.at).mapWith(orderTimeline.at) })
    .from(orders)
    .innerJoin(
      orderTimeline,
      and(eq(orderTimeline.orderId, orders.id), eq(orderTimeline.status, "confirmed")),
    )
    .where(inArray(orders.id, [...ids]))
    .groupBy(orders.id, orders.placedAt);

/**
 * Has these orders looked at now instead of at their deadline, and the goods of those without a shipment to come sent back once
 * more, which is the same as once.
 */
export const makeDue = async (shop: ShopOrders, ids: readonly string[]): Promise<void> => {
  const now = sql`utc_timestamp(3)`;
  const own = inArray(orders.id, [...ids]);
  await shop
    .update(orders)
    .set({ steps: "return-stock", nextAttemptAt: now })
    .where(and(own, eq(orders.steps, ""), inArray(orders.status, ["cancelled", "refunded"])));
  await shop
    .update(orders)
    .set({ deadlineAt: now })
    .where(and(own, isNotNull(orders.deadlineAt)));
};
