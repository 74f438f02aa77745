import { newId, type Order as OrderReply, orderPlaced } from "@caravan/contracts";
import {
  appendOutbox,
  type Database,
  gather,
  hashRequest,
  type IdempotentWork,
  idempotent,
  type OutboxEvent,
} from "@caravan/database";
import type { OrderStore } from "../dependencies.ts";
import { type Order, orderPlacedData, orderReply } from "../domain/order.ts";
import { insertOrders, selectOwn, selectPage, withLines } from "./order-rows.ts";

/** What the store takes from outside. */
export interface OrderStoreOptions {
  readonly database: Database;
  /** W3C trace context of the request at hand, for its event. */
  readonly traceparent: () => string | undefined;
}

/** Longer than any request lives, so that nobody takes over from an attempt that still runs. */
const leaseSeconds = 30;

/** Orders in one transaction at most. */
const mostTogether = 16;

/** An order to be written, and how its reply is stored under its key. */
interface Saving {
  readonly order: Order;
  readonly reply: OrderReply;
  readonly event: OutboxEvent;
  readonly complete: IdempotentWork<OrderReply>["complete"];
}

/** Orders that are placed at the same time share a transaction; when one of them cannot be written the others are. */
export const openOrders = ({ database, traceparent }: OrderStoreOptions): OrderStore => {
  const save = gather(
    (savings: readonly Saving[]) =>
      database.transaction(async (tx) => {
        const orders = savings.map(({ order }) => order);
        await insertOrders(tx, orders);
        await appendOutbox(tx, ...savings.map(({ event }) => event));
        for (const { complete, reply } of savings) await complete(tx, { status: 201, body: reply });
        return savings.map(({ reply }) => reply);
      }),
    mostTogether,
  );
  return {
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
            save({ order, reply: orderReply(order), event: eventOf(order, traceparent()), complete }),
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
  };
};

const eventOf = (order: Order, traceparent: string | undefined): OutboxEvent => ({
  topic: orderPlaced.topic,
  aggregateId: order.id,
  data: orderPlacedData(order),
  traceparent,
});
