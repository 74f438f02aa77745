import {
  numbered,
  placeholders,
  preparedBySize,
  preparedQuery,
  type Queries,
  type Transaction,
} from "@caravan/database";
import { asc, eq, getTableColumns, inArray, type SQL, sql } from "drizzle-orm";
import type { Payment, Refund } from "../domain/payment.ts";
import { laneOf } from "../domain/schedule.ts";
import { payments, refunds } from "./schema.ts";

const { lane: _, ...kept } = getTableColumns(payments);

/** A payment with the state of its order. */
export const fields = {
  ...kept,
  // Written by hand: Drizzle omits the name of the query's own table, which would mean another column in the subquery.
  orderEnded: sql<number>`exists (select 1 from ended_orders where ended_orders.order_id = payments.order_id)`,
};

type Row = Omit<typeof payments.$inferSelect, "lane"> & { readonly orderEnded: number };

const columns = [
  "id",
  "orderId",
  "attempt",
  "returnUrl",
  "status",
  "amountCents",
  "capturedCents",
  "refundedCents",
  "reservedCents",
  "captureRequested",
  "cancelRequested",
  "needsVoid",
  "intentId",
  "confirmationUrl",
  "declineReason",
  "dueAt",
  "attempts",
  "lane",
  "unfinishedSince",
  "troubleKind",
  "troubleReason",
  "troubleSince",
  "createdAt",
  "traceparent",
] as const satisfies readonly (keyof typeof payments.$inferSelect)[];

const rowOf = (payment: Payment): Record<(typeof columns)[number], unknown> => {
  const { refunds: _, orderEnded: __, trouble, ...row } = payment;
  return {
    ...row,
    lane: laneOf(payment),
    troubleKind: trouble?.kind ?? null,
    troubleReason: trouble?.reason ?? null,
    troubleSince: trouble?.since ?? null,
  };
};

const paymentOf = (row: Row, own: readonly Refund[]): Payment => {
  const { troubleKind, troubleReason, troubleSince, orderEnded, ...rest } = row;
  const trouble =
    troubleKind === null || troubleSince === null
      ? null
      : { kind: troubleKind, reason: troubleReason ?? "", since: troubleSince };
  return { ...rest, trouble, orderEnded: orderEnded > 0, refunds: own };
};

/** Writes new payments. Throws a duplicate entry when an order has one of that attempt already. */
export const insertPayments = async (queries: Queries, fresh: readonly Payment[]): Promise<void> => {
  await insertRows(queries, fresh.length).execute(numbered(fresh.map(rowOf)));
};

const insertRows = preparedBySize((queries, size) =>
  queries.insert(payments).values(placeholders(size, columns)).prepare(),
);

const given = (name: string): SQL => sql`values(${sql.identifier(name)})`;

/** Writes payments that this transaction has locked, with one statement: the rows are there, so nothing is inserted. */
export const updatePayments = async (tx: Transaction, changed: readonly Payment[]): Promise<void> => {
  if (changed.length > 0) await updateRows(tx, changed.length).execute(numbered(changed.map(rowOf)));
};

const updateRows = preparedBySize((queries, size) =>
  queries
    .insert(payments)
    .values(placeholders(size, columns))
    .onDuplicateKeyUpdate({
      set: {
        returnUrl: given("return_url"),
        status: given("status"),
        capturedCents: given("captured_cents"),
        refundedCents: given("refunded_cents"),
        reservedCents: given("reserved_cents"),
        captureRequested: given("capture_requested"),
        cancelRequested: given("cancel_requested"),
        needsVoid: given("suspect"),
        intentId: given("intent_id"),
        confirmationUrl: given("confirmation_url"),
        declineReason: given("decline_reason"),
        dueAt: given("due_at"),
        attempts: given("attempts"),
        lane: given("lane"),
        unfinishedSince: given("unfinished_since"),
        troubleKind: given("trouble_kind"),
        troubleReason: given("trouble_reason"),
        troubleSince: given("trouble_since"),
      },
    })
    .prepare(),
);

/** Takes the locks of these payments in the order of their ids, so deadlocks cannot occur. */
export const lockPayments = async (tx: Transaction, ids: readonly string[]): Promise<Payment[]> =>
  withRefunds(tx, await lockRows(tx, ids.length).execute(numbered(ids.map((id) => ({ id })))));

const lockRows = preparedBySize((queries, size) =>
  queries
    .select(fields)
    .from(payments)
    .where(
      inArray(
        payments.id,
        placeholders(size, ["id"]).map(({ id }) => id),
      ),
    )
    .orderBy(asc(payments.id))
    .for("update")
    .prepare(),
);

export const selectById = preparedQuery((queries) =>
  queries
    .select(fields)
    .from(payments)
    .where(eq(payments.id, sql.placeholder("id")))
    .prepare(),
);

export const selectByOrder = preparedQuery((queries) =>
  queries
    .select(fields)
    .from(payments)
    .where(eq(payments.orderId, sql.placeholder("orderId")))
    .orderBy(asc(payments.attempt))
    .prepare(),
);

/** Adds the refunds with one query, or with none where nothing was captured, which is the usual case. */
export const withRefunds = async (queries: Queries, rows: readonly Row[]): Promise<Payment[]> => {
  const ids = rows.filter(({ capturedCents }) => capturedCents > 0).map(({ id }) => id);
  const found =
    ids.length === 0 ? [] : await queries.select().from(refunds).where(inArray(refunds.paymentId, ids));
  const byPayment = Map.groupBy(found, ({ paymentId }) => paymentId);
  return rows.map((row) =>
    paymentOf(
      row,
      (byPayment.get(row.id) ?? [])
        .map(({ paymentId: _, ...refund }): Refund => refund)
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
    ),
  );
};

/** Writes refunds that are new, and the status of those that are known. */
export const saveRefunds = async (tx: Transaction, changed: readonly Payment[]): Promise<void> => {
  const rows = changed.flatMap(({ id, refunds: own }) => own.map((refund) => ({ ...refund, paymentId: id })));
  if (rows.length === 0) return;
  await tx
    .insert(refunds)
    .values(rows)
    .onDuplicateKeyUpdate({ set: { status: given("status") } });
};
