import { preparedBySize, type Transaction } from "@caravan/database";
import { sql } from "drizzle-orm";
import type { Move } from "../domain/stock.ts";
import { movements } from "./schema.ts";

/** Writes ledger lines, in the transaction of the change they tell of. */
export const recordMoves = async (tx: Transaction, moves: readonly Move[], at: Date): Promise<void> => {
  if (moves.length > rowsPerInsert) {
    await recordMoves(tx, moves.slice(0, rowsPerInsert), at);
    return recordMoves(tx, moves.slice(rowsPerInsert), at);
  }
  const values: Record<string, unknown> = { at };
  moves.forEach((move, i) => {
    values[`sku${i}`] = move.sku;
    values[`reason${i}`] = move.reason;
    values[`onHand${i}`] = move.onHandDelta;
    values[`reserved${i}`] = move.reservedDelta;
    values[`reservation${i}`] = move.reservationId;
  });
  await insertMoves(tx, moves.length).execute(values);
};

/** An order has at most 50 lines, so only the expiry of many reservations at once needs a second insert. */
const rowsPerInsert = 100;

const insertMoves = preparedBySize((queries, size) =>
  queries
    .insert(movements)
    .values(
      Array.from({ length: size }, (_, i) => ({
        sku: sql.placeholder(`sku${i}`),
        reason: sql.placeholder(`reason${i}`),
        onHandDelta: sql.placeholder(`onHand${i}`),
        reservedDelta: sql.placeholder(`reserved${i}`),
        reservationId: sql.placeholder(`reservation${i}`),
        at: sql.placeholder("at"),
      })),
    )
    .prepare(),
);
