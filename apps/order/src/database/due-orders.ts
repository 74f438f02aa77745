import { claimDue, type Database, type Queries } from "@caravan/database";
import { and, asc, eq, inArray, isNotNull, isNull, lte, notInArray, sql } from "drizzle-orm";
import type { Order } from "../domain/order.ts";
import type { Lease, OrderStore, SagaLag } from "../order-store.ts";
import { understoodRows, withLines } from "./order-rows.ts";
import { orders } from "./schema.ts";

/** Claims orders whose step is due; those that another replica is claiming are skipped. */
export const claimSteps = (
  database: Database,
  { now, until, limit }: Lease & { readonly limit: number },
): Promise<Order[]> =>
  claimDue(
    database,
    (tx) =>
      tx
        .select()
        .from(orders)
        .where(and(lte(orders.nextAttemptAt, now), understoodRows()))
        .orderBy(asc(orders.nextAttemptAt))
        .limit(limit),
    async (tx, due) => {
      const ids = due.map(({ id }) => id);
      await tx.update(orders).set({ nextAttemptAt: until }).where(inArray(orders.id, ids));
      return withLines(
        tx,
        due.map((head) => ({ ...head, nextAttemptAt: until })),
      );
    },
  );

/** Orders without a step whose deadline is over. */
export const selectOverdue = async (
  queries: Queries,
  { now, limit, except }: Parameters<OrderStore["overdue"]>[0],
): Promise<string[]> => {
  const late = await queries
    .select({ id: orders.id })
    .from(orders)
    // Steps without a planned attempt are left to staff.
    .where(
      and(
        lte(orders.deadlineAt, now),
        isNull(orders.nextAttemptAt),
        eq(orders.steps, ""),
        understoodRows(),
        except.length === 0 ? undefined : notInArray(orders.id, [...except]),
      ),
    )
    .orderBy(asc(orders.deadlineAt))
    .limit(limit);
  return late.map(({ id }) => id);
};

/** The number of orders whose step is due, and how long the oldest has been waiting. */
export const measureLag = async (queries: Queries, now: Date): Promise<SagaLag> => {
  const [row] = await queries
    .select({
      dueOrders: sql`count(*)`.mapWith(Number),
      notUnderstood: sql`coalesce(sum(not ${understoodRows()}), 0)`.mapWith(Number),
      oldest: sql<Date | null>`min(${orders.nextAttemptAt})`.mapWith(orders.nextAttemptAt),
    })
    .from(orders)
    .where(lte(orders.nextAttemptAt, now));
  const cases = await queries
    .select({ attention: orders.attention, count: sql`count(*)`.mapWith(Number) })
    .from(orders)
    .where(isNotNull(orders.attention))
    .groupBy(orders.attention);
  const oldest = row?.oldest ?? null;
  return {
    dueOrders: row?.dueOrders ?? 0,
    notUnderstood: row?.notUnderstood ?? 0,
    attention: Object.fromEntries(cases.map(({ attention, count }) => [attention ?? "", count])),
    oldestDueSeconds: oldest === null ? 0 : Math.max(0, (now.getTime() - oldest.getTime()) / 1000),
  };
};
