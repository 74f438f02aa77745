import {
  type Database,
  gather,
  hashRequest,
  type IdempotentOptions,
  type IdempotentWork,
  idempotent,
} from "@caravan/database";
import type { KeyedRequest, OrderStore } from "../dependencies.ts";
import { orderUnknown } from "../domain/refusals.ts";
import type { Transition } from "../domain/transition.ts";
import { changeOrders } from "./change-orders.ts";
import { selectTimeline } from "./order-rows.ts";
import { insertOrders, insertTimeline } from "./write-orders.ts";

/** Longer than any request lives, so that nobody takes over from an attempt that still runs. */
const leaseSeconds = 30;

/** An order to be written, and how its reply is stored under its key. */
interface Saving {
  readonly placed: Transition;
  readonly store: (tx: Parameters<IdempotentWork<unknown>["complete"]>[0]) => Promise<void>;
}

/** Requests that carry a key: what they change and what they were answered is written together. */
export const keyedWork = (
  database: Database,
  mostTogether: number,
): Pick<OrderStore, "placeOnce" | "changeOnce"> => {
  const save = gather(
    (savings: readonly Saving[]) =>
      database.transaction(async (tx) => {
        await insertOrders(
          tx,
          savings.map(({ placed }) => placed.order),
        );
        await insertTimeline(
          tx,
          savings.flatMap(({ placed: { order, entries } }) =>
            entries.map((entry) => ({ ...entry, orderId: order.id })),
          ),
        );
        for (const { store } of savings) await store(tx);
        return savings;
      }),
    mostTogether,
  );
  return {
    placeOnce: (request, work) =>
      idempotent(keyed(database, request), async ({ resourceId, complete }) => {
        const body = await work(resourceId, async (placed, reply) => {
          await save({ placed, store: (tx) => complete(tx, { status: 201, body: reply }) });
          return reply;
        });
        return { status: 201, body };
      }),

    changeOnce: (request, work) =>
      idempotent(keyed(database, request), async ({ resourceId, complete }) => {
        const body = await work(resourceId, (change, reply) =>
          database.transaction(async (tx) => {
            const [changed] = await changeOrders(tx, [change]);
            if (changed === undefined) throw orderUnknown(change.orderId);
            const answer = reply(changed.order, await selectTimeline(tx, change.orderId));
            // Without an answer the change stays and the key is free: the caller is told why nothing else could be done.
            if (answer !== undefined) await complete(tx, { status: request.status, body: answer });
            return { body: answer, changed };
          }),
        );
        return { status: request.status, body };
      }),
  };
};

const keyed = (
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
