import type { Transaction } from "@caravan/database";
import type { Change } from "../dependencies.ts";
import { linesOf } from "../domain/allocation.ts";
import { planHolds } from "../domain/plan-holds.ts";
import { outOfStock } from "../domain/refusals.ts";
import type { Reservation, Transition } from "../domain/reservation.ts";
import { movesOf, netOf } from "../domain/stock.ts";
import { recordMoves } from "./movements.ts";
import { deleteLines, insertLines, updateStatus } from "./reservation-rows.ts";
import { applyDeltas, lockLevels } from "./stock-levels.ts";

/** A reservation this transaction has locked, and what is to become of it. */
export interface Decision {
  readonly reservation: Reservation;
  readonly next: Transition;
}

/** Writes the decisions, their ledger lines and their sum in stock: three statements, however many they are. */
export const applyChanges = async (
  tx: Transaction,
  decided: readonly Decision[],
  now: Date,
): Promise<Change[]> => {
  const decisions = await findAgain(tx, decided);
  const changed = decisions.filter(({ reservation, next }) => next.status !== reservation.status);
  for (const [status, group] of Map.groupBy(changed, ({ next }) => next.status))
    await updateStatus(
      tx,
      status,
      group.map(({ reservation }) => reservation.id),
    );
  const moves = changed.flatMap(({ reservation, next }) => movesOf(reservation, next.effects));
  if (moves.length > 0) {
    await recordMoves(tx, moves, now);
    if (!(await applyDeltas(tx, netOf(moves))))
      throw new Error("stock does not hold what reservations say it holds; nothing was changed");
  }
  return decisions.map(({ reservation, next }) => ({
    reservation: { ...reservation, status: next.status },
    before: reservation.status,
    changed: next.status !== reservation.status,
  }));
};

/** Looks for the pieces of holds that have expired, wherever they are by now. Rare: none of it costs the others a statement. */
const findAgain = async (tx: Transaction, decisions: readonly Decision[]): Promise<readonly Decision[]> => {
  const again = decisions.flatMap(({ reservation, next }) =>
    next.effects.includes("reserved") ? [{ ...reservation, lines: linesOf(reservation.allocations) }] : [],
  );
  if (again.length === 0) return decisions;
  // All rows that this transaction will change, so that they are locked once and in everybody's order.
  const skus = decisions.flatMap(({ reservation }) => reservation.allocations.map(({ sku }) => sku));
  const plans = planHolds(again, await lockLevels(tx, skus));
  const found = new Map(
    plans.map((plan, i) => {
      if (plan.outcome === "short") throw outOfStock(again[i]?.lines ?? [], plan.levels);
      return [plan.reservation.id, plan.reservation.allocations];
    }),
  );
  const moved = decisions.map(({ reservation, next }) => ({
    reservation: { ...reservation, allocations: found.get(reservation.id) ?? reservation.allocations },
    next,
  }));
  await deleteLines(tx, [...found.keys()]);
  await insertLines(
    tx,
    moved.flatMap(({ reservation }) => (found.has(reservation.id) ? [reservation] : [])),
  );
  return moved;
};
