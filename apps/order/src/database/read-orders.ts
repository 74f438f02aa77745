import { preparedQuery, type Queries } from "@caravan/database";
import { and, desc, eq, gte, inArray, lt, or, type SQL, sql } from "drizzle-orm";
import type { OrderSearch } from "../dependencies.ts";
import type { Entry, Order } from "../domain/order.ts";
import { stuckAttempts, unfinished } from "../domain/saga.ts";
import { selectTimeline, withLines } from "./order-rows.ts";
import { orders } from "./schema.ts";

const selectHead = preparedQuery((queries) =>
  queries
    .select()
    .from(orders)
    .where(eq(orders.id, sql.placeholder("id")))
    .prepare(),
);

/** An order and its timeline. */
export const selectOrder = async (
  queries: Queries,
  orderId: string,
): Promise<{ order: Order; timeline: Entry[] } | undefined> => {
  const [order] = await withLines(queries, await selectHead(queries).execute({ id: orderId }));
  return order && { order, timeline: await selectTimeline(queries, orderId) };
};

const selectNewest = async (queries: Queries, condition: SQL | undefined, limit: number): Promise<Order[]> =>
  withLines(
    queries,
    await queries.select().from(orders).where(condition).orderBy(desc(orders.id)).limit(limit),
  );

const olderThan = (before: string | undefined): SQL | undefined =>
  before === undefined ? undefined : lt(orders.id, before);

/** The shopper's newest orders before one. */
export const selectPage = (
  queries: Queries,
  shopperId: string,
  { before, limit }: { readonly before: string | undefined; readonly limit: number },
): Promise<Order[]> => selectNewest(queries, and(eq(orders.shopperId, shopperId), olderThan(before)), limit);

/** Orders as staff looks for them: stuck are those whose step keeps failing, or whose deadline is over. */
export const selectSearch = (
  queries: Queries,
  { status, stuck, before, limit }: OrderSearch,
  now: Date,
): Promise<Order[]> => {
  const late = and(inArray(orders.status, unfinished), lt(orders.deadlineAt, now));
  const isStuck = or(gte(orders.attempts, stuckAttempts), late);
  const conditions = [
    status === undefined ? undefined : eq(orders.status, status),
    stuck === undefined ? undefined : stuck ? isStuck : sql`not coalesce(${isStuck}, false)`,
    olderThan(before),
  ];
  return selectNewest(queries, and(...conditions), limit);
};
