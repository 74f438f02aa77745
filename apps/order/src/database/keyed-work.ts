import { type Database, hashRequest, type IdempotentOptions, idempotent } from "@caravan/database";
import type { Entry, Order } from "../domain/order.ts";
import { orderUnknown } from "../domain/refusals.ts";
import type { Changed, ChangeRequest, KeyedRequest, OrderStore, SaveReply } from "../order-store.ts";
import { openOrderChanges, type StoreReply } from "./change-orders.ts";
import { selectOrder } from "./read-orders.ts";

/** Longer than any request lives, so that nobody takes over from an attempt that still runs. */
const leaseSeconds = 30;

/** A keyed request as the platform's table takes it. */
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

/** Requests that carry a key and change an order: what they change and what they were answered is written together. */
export const changingOnce = (database: Database): OrderStore["changeOnce"] => {
  const changeOrder = openOrderChanges(database);
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
          // Without an answer the change stays and the key is free: the caller is told why nothing else could be done.
          if (answer !== undefined) {
            const kept = replay === undefined ? answer : replay.withoutPersonal(answer);
            await complete(tx, { status: request.status, body: kept });
          }
          // What was said last is what was committed: the transaction may run more than once.
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

/** An order that a stored reply tells of. */
export const mustFind = async (
  database: Database,
  orderId: string,
): Promise<{ order: Order; timeline: Entry[] }> => {
  const found = await selectOrder(database.drizzle, orderId);
  if (found === undefined) throw orderUnknown(orderId);
  return found;
};
