import type { Transaction } from "@caravan/database";
import type { Change } from "../dependencies.ts";
import { outOfStock } from "../domain/refusals.ts";
import type { Reservation, Transition } from "../domain/reservation.ts";
import { type Move, movesOf, netOf } from "../domain/stock.ts";
import { recordMoves } from "./movements.ts";
import { updateStatus } from "./reservation-rows.ts";
import { applyDeltas, levelsOf } from "./stock-levels.ts";

/** A reservation this transaction has locked, and what is to become of it. */
export interface Decision {
  readonly reservation: Reservation;
  readonly next: Transition;
}

/** Writes the decisions, their ledger lines and their sum in stock: three statements, however many they are. */
export const applyChanges = async (
  tx: Transaction,
  decisions: readonly Decision[],
  now: Date,
): Promise<Change[]> => {
  const changed = decisions.filter(({ next }) => next.effects.length > 0);
  for (const [status, group] of Map.groupBy(changed, ({ next }) => next.status))
    await updateStatus(
      tx,
      status,
      group.map(({ reservation }) => reservation.id),
    );
  const moves = changed.flatMap(({ reservation, next }) => movesOf(reservation, next.effects));
  if (moves.length > 0) await move(tx, moves, now);
  return decisions.map(({ reservation, next }) => ({
    reservation: { ...reservation, status: next.status },
    before: reservation.status,
    changed: next.effects.length > 0,
  }));
};

const move = async (tx: Transaction, moves: readonly Move[], now: Date): Promise<void> => {
  await recordMoves(tx, moves, now);
  const deltas = netOf(moves);
  if (await applyDeltas(tx, deltas)) return;
  const levels = await levelsOf(
    tx,
    deltas.map(({ sku }) => sku),
  );
  throw outOfStock(
    deltas.map(({ sku, onHandDelta }) => ({ sku, quantity: -onHandDelta })),
    levels,
  );
};
