import { numbered, preparedBySize, rowsPerInsert, type Transaction } from "@caravan/database";
import { sql } from "drizzle-orm";
import { type Entry, type Order, piecesOf } from "../domain/order.ts";
import { headOf, textOf } from "./order-rows.ts";
import { orderLines, orders, orderTimeline } from "./schema.ts";

const fixed = ["id", "shopperId", "totalCents", "placedAt"] as const;
const changing = [
  ...(["status", "reservationId", "paymentId", "shipmentId", "deliverTo", "refundedCents"] as const),
  ...(["steps", "nextAttemptAt", "attempts", "deadlineAt", "lastError", "refund", "entries"] as const),
  ...(["forgottenAt", "earlierPayments", "attention", "refundFailedCents"] as const),
] as const;
/** Written once, beside {@link fixed}. */
const placement = ["placementKey", "placementHash", "pieces"] as const;

/** A new order, and the digests of the key it is placed under. */
export interface NewOrder {
  readonly order: Order;
  readonly placementKey: string;
  readonly placementHash: string;
}

/** Placeholders that take what {@link headOf} has encoded. */
const encoded = <const C extends string>(size: number, columns: readonly C[]) =>
  Array.from(
    { length: size },
    (_, i) =>
      // fromEntries forgets which keys it was given.
      Object.fromEntries(
        columns.map((column) => [column, sql`${sql.placeholder(`${column}${i}`)}`]),
      ) as Record<C, ReturnType<typeof sql>>,
  );

/** Writes new orders and their lines. Throws a duplicate entry when one of them exists, or one under the same key. */
export const insertOrders = async (tx: Transaction, placed: readonly NewOrder[]): Promise<void> => {
  const heads = placed.map(({ order, placementKey, placementHash }) => ({
    ...headOf(order),
    ...{ placementKey, placementHash },
    pieces: piecesOf(order.lines),
  }));
  await insertHeads(tx, placed.length).execute(numbered(heads));
  const lines = placed.flatMap(({ order }) =>
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
    .values(encoded(size, [...fixed, ...changing, ...placement]))
    .prepare(),
);

const insertLines = preparedBySize((queries, size) =>
  queries
    .insert(orderLines)
    .values(encoded(size, ["orderId", "position", "sku", "productId", "name", "quantity", "priceCents"]))
    .prepare(),
);

/** Writes orders that this transaction has locked: one statement, however many they are. */
export const updateOrders = async (tx: Transaction, changed: readonly Order[]): Promise<void> => {
  if (changed.length === 0) return;
  await updateHeads(tx, changed.length).execute(numbered(changed.map(headOf)));
};

/** `values()` is the one way to say it that MySQL 8 and MariaDB share. */
const updateHeads = preparedBySize((queries, size) =>
  queries
    .insert(orders)
    .values(encoded(size, [...fixed, ...changing]))
    .onDuplicateKeyUpdate({
      set: Object.fromEntries(
        changing.map((column) => [column, sql`values(${sql.identifier(orders[column].name)})`]),
      ),
    })
    .prepare(),
);

/** Adds to timelines. */
export const insertTimeline = async (
  tx: Transaction,
  entries: readonly (Entry & { readonly orderId: string })[],
): Promise<void> => {
  for (let first = 0; first < entries.length; first += rowsPerInsert) {
    const some = entries
      .slice(first, first + rowsPerInsert)
      .map((entry) => ({ ...entry, at: textOf(entry.at) }));
    await insertEntries(tx, some.length).execute(numbered(some));
  }
};

const insertEntries = preparedBySize((queries, size) =>
  queries
    .insert(orderTimeline)
    .values(encoded(size, ["orderId", "number", "at", "what", "status", "who", "why"]))
    .prepare(),
);
