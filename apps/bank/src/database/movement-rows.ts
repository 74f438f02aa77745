import { numbered, placeholders, preparedBySize, type Queries, type Transaction } from "@caravan/database";
import { and, asc, eq, gte, inArray, lt } from "drizzle-orm";
import type { Refund } from "../domain/intent.ts";
import type { Day, RecordedMovement } from "../domain/statement.ts";
import { movements } from "./schema.ts";

/** Appends to the ledger. */
export const insertMovements = async (tx: Transaction, rows: readonly RecordedMovement[]): Promise<void> => {
  if (rows.length > 0) await inserting(tx, rows.length).execute(numbered(rows));
};

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

/** What was refunded of these intents. */
export const refundsOf = async (
  tx: Transaction,
  intentIds: readonly string[],
): Promise<(Refund & { readonly intentId: string })[]> => {
  if (intentIds.length === 0) return [];
  const { intentId, refundReference, amountCents } = movements;
  const rows = await tx
    .select({ intentId, refundReference, amountCents })
    .from(movements)
    .where(and(inArray(intentId, [...intentIds]), eq(movements.type, "refund")));
  return rows.map((row) => ({
    intentId: row.intentId,
    refundReference: row.refundReference ?? "",
    amountCents: -row.amountCents,
  }));
};

/** The ledger of a day, in the order in which it was written. */
export const movementsOf = async (queries: Queries, { from, to }: Day): Promise<RecordedMovement[]> => {
  const rows = await queries
    .select()
    .from(movements)
    .where(and(gte(movements.at, from), lt(movements.at, to)))
    .orderBy(asc(movements.position));
  return rows.map(({ position: _, ...movement }) => movement);
};
