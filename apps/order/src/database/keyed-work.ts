import type { OrderStatus } from "@caravan/contracts";
import { type Database, hashRequest, type IdempotentOptions, idempotent } from "@caravan/database";
import type { Entry, Order } from "../domain/order.ts";
import { orderUnknown } from "../domain/refusals.ts";
import type { Changed, ChangeRequest, KeyedRequest, OrderStore, SaveReply } from "../order-store.ts";
import { openOrderChanges, type StoreReply } from "./change-orders.ts";
import { selectOrder } from "./read-orders.ts";

/** Longer than any request lives, so that no attempt is taken over while it still runs. */
const leaseSeconds = 30;

/** A keyed request in the form of the platform's table. */
export const keyed = (
  database: Database,
  { scope, key, content, newResourceId }: KeyedRequest,
): IdempotentOptions => ({
  database,
  scope,
  key,
  requestHash: hashRequest(content),
  newResourceId,
  leaseSeconds,
});

/** Requests that carry a key and change an order: the change and the reply are written together. */
export const changingOnce = (
  database: Database,
  onMove?: (status: OrderStatus) => void,
): OrderStore["changeOnce"] => {
  const changeOrder = openOrderChanges(database, onMove);
  return async <B>(
    request: ChangeRequest<B>,
    work: (resourceId: string, save: SaveReply<B>) => Promise<B>,
  ) => {
    const { replay } = request;
    const reply = await idempotent<B>(keyed(database, request), async ({ resourceId, complete }) => {
      const body = await work(resourceId, async (change, make) => {
        let saved: { body: ReturnType<typeof make>; changed: Changed } | undefined;
        const storeReply: StoreReply = async (tx, changed, timeline) => {
          const answer = make(changed.order, timeline);
          // Without a reply the change stays and the key is free; the work then throws the reason.
          if (answer !== undefined) {
            const kept = replay === undefined ? answer : replay.withoutPersonal(answer);
            await complete(tx, { status: request.status, body: kept });
          }
          // The transaction may run more than once: the last reply is the committed one.
          saved = { body: answer, changed };
        };
        await changeOrder({ ...change, storeReply });
        if (saved === undefined) throw orderUnknown(change.orderId);
        return saved;
      });
      return { status: request.status, body };
    });
    if (!reply.replayed || replay === undefined) return reply;
    const { order, timeline } = await mustFind(database, replay.orderId);
    return { ...reply, body: replay.withPersonal(reply.body, order, timeline) };
  };
};

/** The order of a stored reply. */
export const mustFind = async (
  database: Database,
  orderId: string,
): Promise<{ order: Order; timeline: Entry[] }> => {
  const found = await selectOrder(database.drizzle, orderId);
  if (found === undefined) throw orderUnknown(orderId);
  return found;
};
