import { OrderStatus, SagaStep } from "@caravan/contracts";
import type { Queries } from "@caravan/database";
import { asc, inArray, type SQL, sql } from "drizzle-orm";
import * as v from "valibot";
import type { Entry, Order, OrderLine } from "../domain/order.ts";
import { orderLines, orders, orderTimeline } from "./schema.ts";

/** A row of `orders`. */
export type Head = typeof orders.$inferSelect;

const listOf = (text: string): string[] => (text === "" ? [] : text.split(","));

/** The values of a row that only a newer version knows; empty when this one can handle it. */
const unknownIn = ({ status, steps }: Head): string[] => [
  ...(v.is(OrderStatus, status) ? [] : [`status ${status}`]),
  ...listOf(steps).flatMap((step) => (v.is(SagaStep, step) ? [] : [`step ${step}`])),
];

/** Reports whether this version can handle the order. One that it cannot is left to versions that can, and does not affect other orders. */
export const isUnderstood = (head: Head): boolean => unknownIn(head).length === 0;

/** The same as a condition. */
export const understoodRows = (): SQL =>
  sql`(${inArray(orders.status, [...OrderStatus.options])} and ${orders.steps} regexp ${knownSteps})`;

const anyStep = `(${SagaStep.options.join("|")})`;
const knownSteps = `^(${anyStep}(,${anyStep})*)?$`;

/** The order from the rows of both tables. Steps that this version does not know are left out and named in `lastError`. */
const orderOf = (head: Head, lines: readonly OrderLine[]): Order => {
  const {
    steps,
    attempts,
    nextAttemptAt,
    deadlineAt,
    lastError,
    refund,
    earlierPayments,
    attention,
    ...rest
  } = head;
  const {
    placementKey: _,
    placementHash: __,
    pieces: ___,
    benefits: applied,
    benefitUse: use,
    ...order
  } = rest;
  const unknown = unknownIn(head);
  const saga = {
    ...{ attempts, nextAttemptAt, deadlineAt, lastError, refund, attention },
    steps: listOf(steps).filter((step): step is SagaStep => v.is(SagaStep, step)),
    earlierPayments: listOf(earlierPayments),
    ...(unknown.length === 0 ? {} : { lastError: `not known to this version: ${unknown.join(", ")}` }),
  };
  const benefits = applied === null || use === null ? null : { use, applied };
  return { ...order, lines, saga, benefits };
};

/** The row of an order. */
export const headOf = ({ lines: _, saga, benefits, ...order }: Order) => ({
  ...order,
  ...saga,
  benefits: benefits?.applied ?? null,
  benefitUse: benefits?.use ?? null,
  steps: saga.steps.join(","),
  earlierPayments: saga.earlierPayments.join(","),
});

/** Adds the lines of all these orders, with one query. Orders in a status that this version does not know are left out. */
export const withLines = async (queries: Queries, found: readonly Head[]): Promise<Order[]> => {
  const heads = found.filter(({ status }) => v.is(OrderStatus, status));
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

const lineOf = ({ sku, productId, name, quantity, priceCents, discountCents }: OrderLine): OrderLine => ({
  sku,
  productId,
  name,
  quantity,
  priceCents,
  discountCents,
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
    if (v.is(OrderStatus, entry.status)) timelines.set(orderId, [...(timelines.get(orderId) ?? []), entry]);
  return timelines;
};
