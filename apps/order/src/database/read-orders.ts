import { secondsAfter } from "@caravan/contracts";
import { preparedQuery, type Queries } from "@caravan/database";
import { and, desc, eq, getTableColumns, gte, inArray, isNotNull, lt, or, type SQL, sql } from "drizzle-orm";
import type { Entry, Order } from "../domain/order.ts";
import { orderOfNewerVersion } from "../domain/refusals.ts";
import { stuckAttempts } from "../domain/saga.ts";
import type { OrderSearch } from "../order-store.ts";
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
  const heads = await selectHead(queries).execute({ id: orderId });
  const [order] = await withLines(queries, heads);
  if (order === undefined && heads.length > 0) throw orderOfNewerVersion(orderId);
  return order && { order, timeline: await selectTimeline(queries, orderId) };
};

/** The order that was made of a ticket. */
export const selectByTicket = async (queries: Queries, ticketId: string): Promise<Order | undefined> => {
  const heads = await headOfTicket(queries).execute({ ticketId });
  const [order] = await withLines(queries, heads);
  if (order === undefined && heads.length > 0) throw orderOfNewerVersion(ticketId);
  return order;
};

const headOfTicket = preparedQuery((queries) =>
  queries
    .select()
    .from(orders)
    .where(sql`${orders.ticketId} = ${sql.placeholder("ticketId")}`)
    .prepare(),
);

const selectNewest = async (queries: Queries, condition: SQL | undefined, limit: number): Promise<Order[]> =>
  withLines(
    queries,
    await queries.select().from(orders).where(condition).orderBy(desc(orders.id)).limit(limit),
  );

const olderThan = (before: string | undefined): SQL | undefined =>
  before === undefined ? undefined : lt(orders.id, before);

/** The newest orders of these people before one. */
export const selectPage = (
  queries: Queries,
  shopperIds: readonly string[],
  { before, limit }: { readonly before: string | undefined; readonly limit: number },
): Promise<Order[]> =>
  selectNewest(queries, and(inArray(orders.shopperId, [...shopperIds]), olderThan(before)), limit);

/** A due step that is not taken for so long is shown to staff: most likely this version does not know it. */
const untakenSeconds = 300;

/**
 * Stuck are orders whose step keeps failing, whose deadline is over, that are left to staff, or whose due step is not taken: few, and
 * each case is found by an index of its own. A single condition for all would make the server scan the whole table.
 */
const stuckIds = (now: Date): SQL => {
  const untaken = secondsAfter(now, -untakenSeconds);
  return sql`select ${orders.id} from ${orders} force index (orders_attempts) where ${gte(orders.attempts, stuckAttempts)}
    union select ${orders.id} from ${orders} force index (orders_deadline) where ${lt(orders.deadlineAt, now)}
    union select ${orders.id} from ${orders} force index (orders_attention) where ${isNotNull(orders.attention)}
    union select ${orders.id} from ${orders} force index (orders_due) where ${lt(orders.nextAttemptAt, untaken)}`;
};

/** The orders that match a search of staff. */
export const selectSearch = async (
  queries: Queries,
  { status, stuck, before, limit }: OrderSearch,
  now: Date,
): Promise<Order[]> => {
  const inStatus = status === undefined ? undefined : eq(orders.status, status);
  if (stuck !== true) {
    const healthy = stuck === false ? sql`not coalesce(${isStuck(now)}, false)` : undefined;
    return selectNewest(queries, and(inStatus, healthy, olderThan(before)), limit);
  }
  const found = await queries
    .select(getTableColumns(orders))
    .from(sql`(${stuckIds(now)}) as stuck`)
    .innerJoin(orders, sql`${orders.id} = stuck.id`)
    .where(and(inStatus, olderThan(before)))
    .orderBy(desc(orders.id))
    .limit(limit);
  return withLines(queries, found);
};

const isStuck = (now: Date): SQL | undefined =>
  or(
    gte(orders.attempts, stuckAttempts),
    lt(orders.deadlineAt, now),
    isNotNull(orders.attention),
    lt(orders.nextAttemptAt, secondsAfter(now, -untakenSeconds)),
  );
