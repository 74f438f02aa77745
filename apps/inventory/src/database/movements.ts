import { insertParts, numbered, placeholders, preparedBySize, type Transaction } from "@caravan/database";
import type { Move } from "../domain/stock.ts";
import { movements } from "./schema.ts";

/** Writes ledger lines, in the transaction of the change they tell of. */
export const recordMoves = async (tx: Transaction, moves: readonly Move[], at: Date): Promise<void> => {
  for (const some of insertParts(moves.map((move) => ({ ...move, at }))))
    await insertMoves(tx, some.length).execute(numbered(some));
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
