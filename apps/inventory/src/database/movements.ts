import { placeholders, preparedBySize, type Transaction, writeRows } from "@caravan/database";
import type { Move } from "../domain/stock.ts";
import { movements } from "./schema.ts";

/** Writes ledger lines, in the transaction of their change. */
export const recordMoves = (tx: Transaction, moves: readonly Move[], at: Date): Promise<void> =>
  writeRows(
    tx,
    insertMoves,
    moves.map((move) => ({ ...move, at })),
  );

const insertMoves = preparedBySize((queries, size) =>
  queries
    .insert(movements)
    .values(
      placeholders(size, [
        "sku",
        "warehouse",
        "reason",
        "onHandDelta",
        "reservedDelta",
        "reservationId",
        "allotmentId",
        "note",
        "actor",
        "at",
      ]),
    )
    .prepare(),
);
