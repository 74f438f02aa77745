import {
  type Database,
  hashRequest,
  type IdempotentOptions,
  idempotent,
  type Transaction,
} from "@caravan/database";
import type { Changed, KeyedRequest, OrderChange, OrderStore } from "../dependencies.ts";
import type { Entry } from "../domain/order.ts";
import { orderUnknown } from "../domain/refusals.ts";
import type { Transition } from "../domain/transition.ts";
import { changeOrders } from "./change-orders.ts";
import { selectTimelines } from "./order-rows.ts";
import { insertOrders, insertTimeline } from "./write-orders.ts";

/** Longer than any request lives, so that nobody takes over from an attempt that still runs. */
const leaseSeconds = 30;

/** An order to be written, and how its reply is stored under its key. */
interface Saving {
  readonly placed: Transition;
  readonly store: (tx: Transaction) => Promise<void>;
}

/** A change of an order, and how its reply is stored under its key. */
interface Changing {
  readonly change: OrderChange;
  /** Undefined when no answer is stored: the change stays and the key is free. */
  readonly finish: (tx: Transaction, changed: Changed, timeline: Entry[]) => Promise<void>;
}

/** Requests that carry a key: what they change and what they were answered is written together. */
export const keyedWork = (
  database: Database,
  mostTogether: number,
): Pick<OrderStore, "placeOnce" | "changeOnce"> => {
  const save = database.gather(
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
    { most: mostTogether, keysOf: ({ placed: { order } }) => [order.id, order.shopperId] },
  );
  const changeTogether = database.gather(
    (changing: readonly Changing[]) =>
      database.transaction(async (tx) => {
        const changed = await changeOrders(
          tx,
          changing.map(({ change }) => change),
        );
        const timelines = await selectTimelines(tx, [
          ...new Set(changing.map(({ change }) => change.orderId)),
        ]);
        for (const [i, { change, finish }] of changing.entries()) {
          const one = changed[i];
          if (one === undefined) throw orderUnknown(change.orderId);
          await finish(tx, one, timelines.get(change.orderId) ?? []);
        }
        return changing;
      }),
    { most: mostTogether, keysOf: ({ change }) => [change.orderId] },
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
        const body = await work(resourceId, async (change, reply) => {
          let saved: { body: ReturnType<typeof reply>; changed: Changed } | undefined;
          const finish: Changing["finish"] = async (tx, changed, timeline) => {
            const answer = reply(changed.order, timeline);
            // Without an answer the change stays and the key is free: the caller is told why nothing else could be done.
            if (answer !== undefined) await complete(tx, { status: request.status, body: answer });
            // What was said last is what was committed: the transaction may run more than once.
            saved = { body: answer, changed };
          };
          await changeTogether({ change, finish });
          if (saved === undefined) throw orderUnknown(change.orderId);
          return saved;
        });
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
