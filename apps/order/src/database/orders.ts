import { newId, type Order as OrderReply, orderPlaced } from "@caravan/contracts";
import { appendOutbox, type Database, hashRequest, idempotent } from "@caravan/database";
import type { OrderStore } from "../dependencies.ts";
import { orderPlacedData, orderReply } from "../domain/order.ts";
import { insertOrder, selectOwn, selectPage, withLines } from "./order-rows.ts";

/** What the store takes from outside. */
export interface OrderStoreOptions {
  readonly database: Database;
  /** W3C trace context of the request at hand, for its event. */
  readonly traceparent: () => string | undefined;
}

/** Longer than any request lives, so that nobody takes over from an attempt that still runs. */
const leaseSeconds = 30;

export const openOrders = ({ database, traceparent }: OrderStoreOptions): OrderStore => ({
  placeOnce: ({ shopperId, key, lines }, work) =>
    idempotent<OrderReply>(
      {
        database,
        scope: `placeOrder:${shopperId}`,
        key,
        requestHash: hashRequest({ lines }),
        newResourceId: () => newId("ord"),
        leaseSeconds,
      },
      async ({ resourceId, complete }) => {
        const body = await work(resourceId, (order) =>
          database.transaction(async (tx) => {
            const reply = orderReply(order);
            await insertOrder(tx, order);
            await appendOutbox(tx, {
              topic: orderPlaced.topic,
              aggregateId: order.id,
              data: orderPlacedData(order),
              traceparent: traceparent(),
            });
            await complete(tx, { status: 201, body: reply });
            return reply;
          }),
        );
        return { status: 201, body };
      },
    ),

  async find(shopperId, orderId) {
    const heads = await selectOwn(database.drizzle).execute({ id: orderId, shopperId });
    const [order] = await withLines(database.drizzle, heads);
    return order;
  },

  list: async (shopperId, page) =>
    withLines(database.drizzle, await selectPage(database.drizzle, shopperId, page)),
});
