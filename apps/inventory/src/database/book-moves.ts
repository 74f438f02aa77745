import type { Transaction } from "@caravan/database";
import { type Move, netOf } from "../domain/stock.ts";
import { applyToAllotments } from "./allotment-rows.ts";
import { recordMoves } from "./movements.ts";
import { applyDeltas } from "./stock-levels.ts";

/** The ledger lines do not fit to what is left of an allotment, or to the stock: the caller rolls back. */
export class OutOfBounds extends Error {
  constructor() {
    super("stock does not hold what reservations say it holds; nothing was changed");
  }
}

/**
 * Writes ledger lines and what they change: what is left of allotments, then the stock. Call it last in a transaction.
 *
 * @throws OutOfBounds
 */
export const bookMoves = async (tx: Transaction, moves: readonly Move[], now: Date): Promise<void> => {
  if (moves.length === 0) return;
  await recordMoves(tx, moves, now);
  if (!(await applyToAllotments(tx, moves)) || !(await applyDeltas(tx, netOf(moves))))
    throw new OutOfBounds();
};
