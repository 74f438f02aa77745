import type { OrderStatus } from "@caravan/contracts";
import {
  type AggregateChange,
  type Database,
  numbered,
  openChanges,
  preparedBySize,
  type Transaction,
} from "@caravan/database";
import { asc, inArray, sql } from "drizzle-orm";
import type { Entry, Order } from "../domain/order.ts";
import { orderOfNewerVersion } from "../domain/refusals.ts";
import type { Transition } from "../domain/transition.ts";
import type { Changed, Decide, Lease, OrderChange } from "../order-store.ts";
import { isUnderstood, selectTimelines, withLines } from "./order-rows.ts";
import { orders } from "./schema.ts";
import { insertTimeline, updateOrders } from "./write-orders.ts";

/** Stores the reply to the caller of a change, in its transaction. */
export type StoreReply = (tx: Transaction, changed: Changed, timeline: Entry[]) => Promise<void>;

/** A row that a newer version wrote is locked and left unchanged. */
type Row = Order | "of-newer-version";
type Decision = Changed & Pick<Transition, "entries" | "events">;
interface RowChange extends AggregateChange<Row, Decision> {
  readonly storeReply?: StoreReply | undefined;
}

/** Changes orders: undefined when there is no such order, or the event was applied before. */
export type ChangeOrder = (
  change: OrderChange & {
    readonly storeReply?: StoreReply;
    /** W3C trace context of the cause, for events of orders that have none. */
    readonly traceparent?: string | undefined;
  },
) => Promise<Changed | undefined>;

/**
 * Opens changes that share transactions with each other, and with no others.
 *
 * @param onMove told of each new status, once it is committed
 */
export const openOrderChanges = (database: Database, onMove?: (status: OrderStatus) => void): ChangeOrder => {
  const change = openChanges<RowChange, Row, Decision>({
    database,
    lock: lockOrders,
    after: (_, { order }) => order,
    async write(tx, changed, done) {
      await updateOrders(
        tx,
        changed.flatMap(({ after }) => (after === "of-newer-version" ? [] : [after])),
      );
      await insertTimeline(
        tx,
        done.flatMap(({ change: { id }, decision }) =>
          decision.entries.map((entry) => ({ ...entry, orderId: id })),
        ),
      );
    },
    eventsOf: ({ events }) => events,
    traceparentOf: (row) => (row === "of-newer-version" ? null : row.traceparent),
    async storeReplies(tx, done) {
      const keyed = done.filter(({ change: { storeReply } }) => storeReply !== undefined);
      if (keyed.length === 0) return;
      const timelines = await selectTimelines(tx, [...new Set(keyed.map(({ change }) => change.id))]);
      for (const { change, decision } of keyed)
        await change.storeReply?.(tx, decision, timelines.get(change.id) ?? []);
    },
  });
  return async ({ orderId, decide, lease, ...rest }) => {
    const outcome = await change({ ...rest, id: orderId, decide: judging(orderId, decide, lease) });
    if (outcome.kind !== "done") return undefined;
    const { before, order, leased } = outcome.decision;
    if (order.status !== before.status) onMove?.(order.status);
    return { before, order, leased };
  };
};

/** Gives a due step to the caller, if it asked for a lease. */
const judging =
  (orderId: string, decide: Decide, lease: Lease | undefined) =>
  (before: Row): Decision => {
    if (before === "of-newer-version") throw orderOfNewerVersion(orderId);
    const next = decide(before);
    const order = next.order === before ? before : leasedTo(next.order, lease);
    return { ...next, before, order, leased: order !== next.order };
  };

const leasedTo = (order: Order, lease: Lease | undefined): Order =>
  lease !== undefined && order.saga.nextAttemptAt !== null && order.saga.nextAttemptAt <= lease.now
    ? { ...order, saga: { ...order.saga, nextAttemptAt: lease.until } }
    : order;

const lockOrders = async (tx: Transaction, ids: readonly string[]): Promise<Map<string, Row>> => {
  const heads = await selectForUpdate(tx, ids.length).execute(numbered(ids.map((id) => ({ id }))));
  const found = await withLines(tx, heads.filter(isUnderstood));
  return new Map<string, Row>([
    ...heads.map(({ id }) => [id, "of-newer-version"] as const),
    ...found.map((order) => [order.id, order] as const),
  ]);
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
