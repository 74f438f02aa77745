import {
  numbered,
  placeholders,
  preparedBySize,
  preparedQuery,
  type Queries,
  rowsPerInsert,
  type Transaction,
} from "@caravan/database";
import { and, asc, desc, eq, inArray, lt, sql } from "drizzle-orm";
import type { Order, OrderLine } from "../domain/order.ts";
import { orderLines, orders } from "./schema.ts";

/** Writes orders and their lines. */
export const insertOrders = async (tx: Transaction, placed: readonly Order[]): Promise<void> => {
  const heads = placed.map(({ lines: _, ...head }) => head);
  await insertHeads(tx, heads.length).execute(numbered(heads));
  const lines = placed.flatMap((order) =>
    order.lines.map((line, position) => ({ ...line, orderId: order.id, position })),
  );
  for (let first = 0; first < lines.length; first += rowsPerInsert) {
    const some = lines.slice(first, first + rowsPerInsert);
    await insertLines(tx, some.length).execute(numbered(some));
  }
};

const insertHeads = preparedBySize((queries, size) =>
  queries
    .insert(orders)
    .values(placeholders(size, ["id", "shopperId", "status", "reservationId", "totalCents", "placedAt"]))
    .prepare(),
);

const insertLines = preparedBySize((queries, size) =>
  queries
    .insert(orderLines)
    .values(placeholders(size, ["orderId", "position", "sku", "productId", "name", "quantity", "priceCents"]))
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
