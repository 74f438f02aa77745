import { SagaStep } from "@caravan/contracts";
import type { Queries } from "@caravan/database";
import { asc, inArray } from "drizzle-orm";
import * as v from "valibot";
import type { Entry, Order, OrderLine } from "../domain/order.ts";
import { orderLines, type orders, orderTimeline } from "./schema.ts";

/** A row of `orders`. */
export type Head = typeof orders.$inferSelect;

const Steps = v.array(SagaStep);

/** The order that rows of both tables hold. @throws when a step is none that this version knows */
export const orderOf = (head: Head, lines: readonly OrderLine[]): Order => {
  const { steps, attempts, nextAttemptAt, deadlineAt, lastError, refund, ...rest } = head;
  const queue = v.parse(Steps, steps === "" ? [] : steps.split(","));
  return { ...rest, lines, saga: { steps: queue, attempts, nextAttemptAt, deadlineAt, lastError, refund } };
};

/** The row of an order as the server takes it: what drizzle's placeholders cannot encode when it is null is encoded here. */
export const headOf = ({ lines: _, saga, ...order }: Order) => ({
  ...order,
  steps: saga.steps.join(","),
  attempts: saga.attempts,
  lastError: saga.lastError,
  placedAt: textOf(order.placedAt),
  nextAttemptAt: textOf(saga.nextAttemptAt),
  deadlineAt: textOf(saga.deadlineAt),
  forgottenAt: textOf(order.forgottenAt),
  deliverTo: order.deliverTo && JSON.stringify(order.deliverTo),
  refund: saga.refund && JSON.stringify(saga.refund),
});

/** A moment as both servers take it, in the session's UTC. */
export const textOf = (at: Date | null): string | null =>
  at === null ? null : at.toISOString().replace("T", " ").replace("Z", "");

/** Adds the lines of all these orders, with one query. */
export const withLines = async (queries: Queries, heads: readonly Head[]): Promise<Order[]> => {
  if (heads.length === 0) return [];
  const ids = heads.map(({ id }) => id);
  const rows = await queries
    .select()
    .from(orderLines)
    .where(inArray(orderLines.orderId, ids))
    .orderBy(asc(orderLines.orderId), asc(orderLines.position));
  const byOrder = Map.groupBy(rows, ({ orderId }) => orderId);
  return heads.map((head) => orderOf(head, (byOrder.get(head.id) ?? []).map(lineOf)));
};

const lineOf = ({ sku, productId, name, quantity, priceCents }: OrderLine): OrderLine => ({
  sku,
  productId,
  name,
  quantity,
  priceCents,
});

/** The timeline of an order, oldest first. */
export const selectTimeline = async (queries: Queries, orderId: string): Promise<Entry[]> =>
  (await selectTimelines(queries, [orderId])).get(orderId) ?? [];

/** The timelines of these orders, with one query. */
export const selectTimelines = async (
  queries: Queries,
  orderIds: readonly string[],
): Promise<Map<string, Entry[]>> => {
  const rows = await queries
    .select()
    .from(orderTimeline)
    .where(inArray(orderTimeline.orderId, [...orderIds]))
    .orderBy(asc(orderTimeline.orderId), asc(orderTimeline.number));
  const timelines = new Map<string, Entry[]>();
  for (const { orderId, ...entry } of rows)
    timelines.set(orderId, [...(timelines.get(orderId) ?? []), entry]);
  return timelines;
};
