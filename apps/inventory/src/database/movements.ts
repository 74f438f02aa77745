import { numbered, placeholders, preparedBySize, rowsPerInsert, type Transaction } from "@caravan/database";
import type { Move } from "../domain/stock.ts";
import { movements } from "./schema.ts";

/** Writes ledger lines, in the transaction of the change they tell of. */
export const recordMoves = async (tx: Transaction, moves: readonly Move[], at: Date): Promise<void> => {
  for (let first = 0; first < moves.length; first += rowsPerInsert) {
    const some = moves.slice(first, first + rowsPerInsert).map((move) => ({ ...move, at }));
    await insertMoves(tx, some.length).execute(numbered(some));
  }
};

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
        "note",
        "actor",
        "at",
      ]),
    )
    .prepare(),
);
