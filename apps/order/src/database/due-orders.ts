import { OrderStatus, orderIsGivenUp, orderStatuses } from "@caravan/contracts";
import { claimDue, type Database, type Queries } from "@caravan/database";
import { and, asc, eq, inArray, isNotNull, isNull, lte, notInArray, or, type SQL, sql } from "drizzle-orm";
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

const isPaid = OrderStatus.options.filter((status) => orderStatuses[status].stock === "committed");
const isOver = OrderStatus.options.filter((status) => orderIsGivenUp(status) || status === "refunded");

/** Orders that an older version has led past a step at promotion, which it does not know. */
const owePromotion = or(
  and(eq(orders.benefitUse, "held"), inArray(orders.status, isPaid)),
  and(inArray(orders.benefitUse, ["held", "used"]), inArray(orders.status, isOver)),
);

/** Orders without a step whose deadline is over, or that owe one to promotion. */
export const selectOverdue = async (
  queries: Queries,
  { now, limit, except }: Parameters<OrderStore["overdue"]>[0],
): Promise<string[]> => {
  // Steps without a planned attempt are left to staff.
  const idle = and(
    isNull(orders.nextAttemptAt),
    eq(orders.steps, ""),
    understoodRows(),
    except.length === 0 ? undefined : notInArray(orders.id, [...except]),
  );
  const found = (condition: SQL | undefined) =>
    queries.select({ id: orders.id }).from(orders).where(and(condition, idle));
  const late = await found(lte(orders.deadlineAt, now)).orderBy(asc(orders.deadlineAt)).limit(limit);
  const owing = late.length < limit ? await found(owePromotion).limit(limit - late.length) : [];
  return [...new Set([...late, ...owing].map(({ id }) => id))];
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
