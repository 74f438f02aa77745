import {
  placeholders,
  preparedBySize,
  type Queries,
  rowsPerInsert,
  type Transaction,
  writeRows,
} from "@caravan/database";
import { and, asc, count, gt, gte, inArray, lt, or, sql } from "drizzle-orm";
import type { LedgerPage, PlacedMovement } from "../dependencies.ts";
import type { Refund } from "../domain/intent.ts";
import type { Day, DayTotal, RecordedMovement } from "../domain/statement.ts";
import { movements } from "./schema.ts";

/** Appends to the ledger. */
export const insertMovements = (tx: Transaction, rows: readonly RecordedMovement[]): Promise<void> =>
  writeRows(tx, inserting, rows, rowsPerInsert);

const inserting = preparedBySize((queries, size) =>
  queries
    .insert(movements)
    .values(
      placeholders(size, [
        "reference",
        "type",
        "intentId",
        "merchantReference",
        "refundReference",
        "amountCents",
        "at",
      ]),
    )
    .prepare(),
);

/** The refunds of these intents. */
export const refundsOf = async (
  tx: Transaction,
  intentIds: readonly string[],
): Promise<(Refund & { readonly intentId: string })[]> => {
  if (intentIds.length === 0) return [];
  const { intentId, refundReference, amountCents, type, position } = movements;
  const rows = await tx
    .select({ intentId, refundReference, amountCents, type })
    .from(movements)
    .where(and(inArray(intentId, [...intentIds]), inArray(type, ["refund", "refund-failed"])))
    .orderBy(asc(position));
  const failed = new Set(
    rows.filter((row) => row.type === "refund-failed").map((row) => `${row.intentId} ${row.refundReference}`),
  );
  return rows
    .filter((row) => row.type === "refund")
    .map((row) => ({
      intentId: row.intentId,
      refundReference: row.refundReference ?? "",
      amountCents: -row.amountCents,
      failed: failed.has(`${row.intentId} ${row.refundReference}`),
    }));
};

/** A part of a day's ledger. It is read along the index over time and position, however long the day is. */
export const movementsOf = (
  queries: Queries,
  { from, to }: Day,
  { after, limit }: LedgerPage,
): Promise<PlacedMovement[]> => {
  const { at, position } = movements;
  const beyond = after && or(gt(at, after.at), gt(position, after.position));
  return queries
    .select()
    .from(movements)
    .where(and(gte(at, after?.at ?? from), lt(at, to), beyond))
    .orderBy(asc(at), asc(position))
    .limit(limit);
};

export const totalOf = async (queries: Queries, { from, to }: Day): Promise<DayTotal> => {
  const { at, amountCents } = movements;
  const [total] = await queries
    .select({ count: count(), sumCents: sql<string | null>`sum(${amountCents})` })
    .from(movements)
    .where(and(gte(at, from), lt(at, to)));
  return { count: total?.count ?? 0, sumCents: Number(total?.sumCents ?? 0) };
};
