import type { Transaction } from "@caravan/database";
import { linesOf } from "../domain/goods.ts";
import { planHolds } from "../domain/plan-holds.ts";
import { outOfStock } from "../domain/refusals.ts";
import type { Reservation, Transition } from "../domain/reservation.ts";
import { type Move, movesOf, netOf } from "../domain/stock.ts";
import { recordMoves } from "./movements.ts";
import { deleteLines, insertLines, updateStatus } from "./reservation-rows.ts";
import { applyDeltas, lockLevels } from "./stock-levels.ts";

/** The new state of a locked reservation, and its cause. */
export interface Applied {
  readonly after: Reservation;
  readonly decision: Transition;
}

/**
 * Writes reservations, their ledger lines and their sum in stock: three statements for any number. Returns the new
 * allocations of expired holds.
 */
export const applyChanges = async (
  tx: Transaction,
  changed: readonly Reservation[],
  done: readonly Applied[],
  now: Date,
): Promise<ReadonlyMap<Reservation, Reservation>> => {
  const found = await findAgain(tx, done);
  for (const [status, group] of Map.groupBy(changed, (reservation) => reservation.status))
    await updateStatus(
      tx,
      status,
      group.map(({ id }) => id),
    );
  await applyMoves(
    tx,
    done.flatMap(({ after, decision }) => movesOf(found.get(after) ?? after, decision.effects)),
    now,
  );
  return found;
};

const applyMoves = async (tx: Transaction, moves: readonly Move[], now: Date): Promise<void> => {
  if (moves.length === 0) return;
  await recordMoves(tx, moves, now);
  if (!(await applyDeltas(tx, netOf(moves))))
    throw new Error("stock does not hold what reservations say it holds; nothing was changed");
};

/** Allocates the pieces of expired holds again, from any warehouse. Rare: it costs other changes no statement. */
const findAgain = async (
  tx: Transaction,
  done: readonly Applied[],
): Promise<ReadonlyMap<Reservation, Reservation>> => {
  const again = done.filter(({ decision }) => decision.effects.includes("reserved"));
  if (again.length === 0) return new Map();
  const wanted = again.map(({ after }) => ({ ...after, lines: linesOf(after.allocations) }));
  for (const { id } of wanted)
    if (done.filter(({ after, decision }) => after.id === id && decision.effects.length > 0).length > 1)
      throw new Error("a reservation cannot be allocated again and take a further step in one transaction");
  // All rows that this transaction will change, so that they are locked once and in the common order.
  const skus = done.flatMap(({ after }) => after.allocations.map(({ sku }) => sku));
  const plans = planHolds(wanted, await lockLevels(tx, skus));
  const found = new Map(
    plans.flatMap((plan, i) => {
      if (plan.outcome === "short") throw outOfStock(wanted[i]?.lines ?? [], plan.levels);
      const { allocations } = plan.reservation;
      return again.slice(i, i + 1).map(({ after }) => [after, { ...after, allocations }] as const);
    }),
  );
  await deleteLines(
    tx,
    wanted.map(({ id }) => id),
  );
  await insertLines(tx, [...found.values()]);
  return found;
};
