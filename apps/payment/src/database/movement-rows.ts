import { newId } from "@caravan/contracts";
import { placeholders, preparedBySize, type Transaction, writeRows } from "@caravan/database";
import type { Movement } from "../domain/books.ts";
import { bookLines, bookMovements } from "./schema.ts";

/** More than the changes of one transaction have; each count is prepared once. */
const together = 100;

/** Writes movements with their lines, in the transaction of their change. */
export const insertMovements = async (
  tx: Transaction,
  movements: readonly Movement[],
  at: Date,
): Promise<void> => {
  const { heads, lines } = rowsOf(movements, at);
  await writeRows(tx, insertHeads, heads, together);
  await writeRows(tx, insertLines, lines, 2 * together);
};

const rowsOf = (movements: readonly Movement[], at: Date) => {
  const rows = movements.map((it) => ({ ...it, id: newId("mov"), at }));
  return {
    heads: rows.map(({ lines: _, ...head }) => head),
    lines: rows.flatMap((row) => row.lines.map((line) => ({ ...line, movementId: row.id }))),
  };
};

const insertHeads = preparedBySize((queries, size) =>
  queries
    .insert(bookMovements)
    .values(placeholders(size, ["id", "reason", "paymentId", "reference", "at"]))
    .prepare(),
);

const insertLines = preparedBySize((queries, size) =>
  queries
    .insert(bookLines)
    .values(placeholders(size, ["movementId", "account", "amountCents"]))
    .prepare(),
);

/** Writes many at once; their count varies, so nothing is prepared. */
export const insertManyMovements = async (
  tx: Transaction,
  movements: readonly Movement[],
  at: Date,
): Promise<void> => {
  const { heads, lines } = rowsOf(movements, at);
  await tx.insert(bookMovements).values(heads);
  await tx.insert(bookLines).values(lines);
};
