import { preparedBySize, preparedQuery, type Queries, type Transaction } from "@caravan/database";
import { and, asc, desc, eq, inArray, lt, sql } from "drizzle-orm";
import type { Order, OrderLine } from "../domain/order.ts";
import { orderLines, orders } from "./schema.ts";

/** Writes an order and its lines with two inserts. */
export const insertOrder = async (tx: Transaction, { lines, ...order }: Order): Promise<void> => {
  await insertHead(tx).execute({ ...order });
  const values: Record<string, unknown> = { orderId: order.id };
  lines.forEach((line, i) => {
    values[`sku${i}`] = line.sku;
    values[`productId${i}`] = line.productId;
    values[`name${i}`] = line.name;
    values[`quantity${i}`] = line.quantity;
    values[`priceCents${i}`] = line.priceCents;
  });
  await insertLines(tx, lines.length).execute(values);
};

const insertHead = preparedQuery((queries) =>
  queries
    .insert(orders)
    .values({
      id: sql.placeholder("id"),
      shopperId: sql.placeholder("shopperId"),
      status: sql.placeholder("status"),
      reservationId: sql.placeholder("reservationId"),
      totalCents: sql.placeholder("totalCents"),
      placedAt: sql.placeholder("placedAt"),
    })
    .prepare(),
);

const insertLines = preparedBySize((queries, size) =>
  queries
    .insert(orderLines)
    .values(
      Array.from({ length: size }, (_, i) => ({
        orderId: sql.placeholder("orderId"),
        position: i,
        sku: sql.placeholder(`sku${i}`),
        productId: sql.placeholder(`productId${i}`),
        name: sql.placeholder(`name${i}`),
        quantity: sql.placeholder(`quantity${i}`),
        priceCents: sql.placeholder(`priceCents${i}`),
      })),
    )
    .prepare(),
);

/** The shopper's order with that id, without its lines. */
export const selectOwn = preparedQuery((queries) =>
  queries
    .select()
    .from(orders)
    .where(and(eq(orders.id, sql.placeholder("id")), eq(orders.shopperId, sql.placeholder("shopperId"))))
    .prepare(),
);

/** The shopper's newest orders before one, without their lines. */
export const selectPage = (
  queries: Queries,
  shopperId: string,
  page: { readonly before: string | undefined; readonly limit: number },
) =>
  queries
    .select()
    .from(orders)
    .where(
      and(
        eq(orders.shopperId, shopperId),
        page.before === undefined ? undefined : lt(orders.id, page.before),
      ),
    )
    .orderBy(desc(orders.id))
    .limit(page.limit);

type Head = typeof orders.$inferSelect;

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
  return heads.map((head) => ({ ...head, lines: (byOrder.get(head.id) ?? []).map(lineOf) }));
};

const lineOf = ({ sku, productId, name, quantity, priceCents }: OrderLine): OrderLine => ({
  sku,
  productId,
  name,
  quantity,
  priceCents,
});
