import {
  appendOutbox,
  numbered,
  type OutboxEvent,
  onceOnly,
  preparedBySize,
  type Transaction,
} from "@caravan/database";
import { asc, inArray, sql } from "drizzle-orm";
import type { Changed, Lease, OrderChange } from "../dependencies.ts";
import type { Entry, Order } from "../domain/order.ts";
import { orderOfNewerVersion } from "../domain/refusals.ts";
import { isUnderstood, withLines } from "./order-rows.ts";
import { orders } from "./schema.ts";
import { insertTimeline, updateOrders } from "./write-orders.ts";

/**
 * Locks the orders, lets each change judge its own, and writes orders, timelines and events together, with as many statements as
 * for one. Events are recorded first, then orders are locked by id: everybody takes locks in this order.
 */
export const changeOrders = async (
  tx: Transaction,
  changes: readonly OrderChange[],
): Promise<(Changed | undefined)[]> => {
  if (!(await firstTime(tx, changes))) return changes.map(() => undefined);
  const current = await lockOrders(tx, [...new Set(changes.map(({ orderId }) => orderId))]);
  const written = new Set<string>();
  const timeline: (Entry & { readonly orderId: string })[] = [];
  const events: OutboxEvent[] = [];
  const results = changes.map(({ orderId, decide, lease, traceparent }) => {
    const before = current.get(orderId);
    if (before === undefined) return undefined;
    const next = decide(before);
    const order = next.order === before ? before : leased(next.order, lease);
    if (order !== before) written.add(orderId);
    current.set(orderId, order);
    timeline.push(...next.entries.map((entry) => ({ ...entry, orderId })));
    events.push(...next.events.map((event) => ({ ...event, aggregateId: orderId, traceparent })));
    return { before, order, leased: order !== next.order };
  });
  await updateOrders(
    tx,
    [...written].flatMap((id) => current.get(id) ?? []),
  );
  await insertTimeline(tx, timeline);
  await appendOutbox(tx, ...events);
  return results;
};

/** A step that is due goes to the caller, if it wants it. */
const leased = (order: Order, lease: Lease | undefined): Order =>
  lease !== undefined && order.saga.nextAttemptAt !== null && order.saga.nextAttemptAt <= lease.now
    ? { ...order, saga: { ...order.saga, nextAttemptAt: lease.until } }
    : order;

/** Several events at once throw when one of them was applied before; they are then applied one by one. */
const firstTime = async (tx: Transaction, changes: readonly OrderChange[]): Promise<boolean> => {
  const events = changes.flatMap(({ event }) => event ?? []);
  for (const [consumer, group] of Map.groupBy(events, (event) => event.consumer))
    if (!(await onceOnly(tx, consumer, ...group.map(({ id }) => id)))) {
      // A duplicate alone: nothing else may be in its round, or it would be lost with it.
      if (changes.length > 1) throw new Error("a known event among others");
      return false;
    }
  return true;
};

const lockOrders = async (tx: Transaction, ids: readonly string[]): Promise<Map<string, Order>> => {
  const heads = await selectForUpdate(tx, ids.length).execute(numbered(ids.map((id) => ({ id }))));
  const foreign = heads.find((head) => !isUnderstood(head));
  if (foreign !== undefined) throw orderOfNewerVersion(foreign.id);
  return new Map((await withLines(tx, heads)).map((order) => [order.id, order]));
};

const selectForUpdate = preparedBySize((queries, size) =>
  queries
    .select()
    .from(orders)
    .where(
      inArray(
        orders.id,
        Array.from({ length: size }, (_, i) => sql.placeholder(`id${i}`)),
      ),
    )
    .orderBy(asc(orders.id))
    .for("update")
    .prepare(),
);
