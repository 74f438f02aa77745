import { placeholders, preparedBySize, rowsPerInsert, type Transaction, writeRows } from "@caravan/database";
import { sql } from "drizzle-orm";
import { type Entry, type Order, piecesOf } from "../domain/order.ts";
import { headOf } from "./order-rows.ts";
import { orderLines, orders, orderTimeline } from "./schema.ts";

const fixed = [
  ...(["id", "shopperId", "totalCents", "placedAt", "traceparent", "ticketId", "allotmentId"] as const),
  "benefits",
] as const;
const changing = [
  ...(["status", "reservationId", "paymentId", "shipmentId", "deliverTo", "refundedCents"] as const),
  ...(["steps", "nextAttemptAt", "attempts", "deadlineAt", "lastError", "refund", "entries"] as const),
  ...(["forgottenAt", "earlierPayments", "attention", "refundFailedCents", "benefitUse"] as const),
] as const;
/** Written once, beside {@link fixed}. */
const placement = ["placementKey", "placementHash", "pieces"] as const;

/** A new order, and the digests of the key it is placed under. */
export interface NewOrder {
  readonly order: Order;
  readonly placementKey: string;
  readonly placementHash: string;
}

/** Writes new orders and their lines. Throws a duplicate entry when one of them exists, or one under the same key or ticket. */
export const insertOrders = async (tx: Transaction, placed: readonly NewOrder[]): Promise<void> => {
  const heads = placed.map(({ order, placementKey, placementHash }) => ({
    ...headOf(order),
    ...{ placementKey, placementHash },
    pieces: piecesOf(order.lines),
  }));
  await writeRows(tx, insertHeads, heads, rowsPerInsert);
  const lines = placed.flatMap(({ order }) =>
    order.lines.map((line, position) => ({ ...line, orderId: order.id, position })),
  );
  await writeRows(tx, insertLines, lines, rowsPerInsert);
};

const insertHeads = preparedBySize((queries, size) =>
  queries
    .insert(orders)
    .values(placeholders(size, [...fixed, ...changing, ...placement]))
    .prepare(),
);

const insertLines = preparedBySize((queries, size) =>
  queries
    .insert(orderLines)
    .values(
      placeholders(size, [
        ...(["orderId", "position", "sku", "productId", "name", "quantity", "priceCents"] as const),
        "discountCents",
      ]),
    )
    .prepare(),
);

/** Writes orders that this transaction has locked, in one statement. */
export const updateOrders = (tx: Transaction, changed: readonly Order[]): Promise<void> =>
  writeRows(tx, updateHeads, changed.map(headOf), rowsPerInsert);

/** `values()` is the one syntax for this that MySQL 8 and MariaDB share. */
const updateHeads = preparedBySize((queries, size) =>
  queries
    .insert(orders)
    .values(placeholders(size, [...fixed, ...changing]))
    .onDuplicateKeyUpdate({
      set: Object.fromEntries(
        changing.map((column) => [column, sql`values(${sql.identifier(orders[column].name)})`]),
      ),
    })
    .prepare(),
);

/** Appends to timelines. */
export const insertTimeline = (
  tx: Transaction,
  entries: readonly (Entry & { readonly orderId: string })[],
): Promise<void> => writeRows(tx, insertEntries, entries, rowsPerInsert);

const insertEntries = preparedBySize((queries, size) =>
  queries
    .insert(orderTimeline)
    .values(placeholders(size, ["orderId", "number", "at", "what", "status", "who", "why"]))
    .prepare(),
);
