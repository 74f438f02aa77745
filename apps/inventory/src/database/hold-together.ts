import type { Database, Transaction } from "@caravan/database";
import { holdAsLongAs } from "../domain/allotment.ts";
import { type HoldPlan, planHolds } from "../domain/plan-holds.ts";
import type { Reservation, Wanted } from "../domain/reservation.ts";
import { movesOf } from "../domain/stock.ts";
import { allotmentsOf, lockAllotments, movesOfAllotments } from "./allotment-rows.ts";
import { bookMoves, OutOfBounds } from "./book-moves.ts";
import { insertHeads, insertLines } from "./reservation-rows.ts";
import { Short } from "./short.ts";
import { levelsOf, lockLevels } from "./stock-levels.ts";

/** A requested hold, and the time of the request. */
export interface Hold {
  readonly wanted: Wanted;
  readonly now: Date;
}

/**
 * Holds for several orders in one transaction. Warehouses are chosen from levels read without locks: with ample stock
 * they need not be exact, and the guard of the last statement rejects any error. Only a single hold that
 * the guard refused takes the locks first.
 *
 * @throws OutOfBounds when the guard refused several: then they must be done in smaller rounds
 */
export const holdTogether = async (database: Database, holds: readonly Hold[]): Promise<HoldPlan[]> => {
  const allotments = await allotmentsOf(database.drizzle, allotmentsIn(holds.map((hold) => hold.wanted)));
  const wanted = holds.map((hold) =>
    holdAsLongAs(
      hold.wanted,
      allotments.find(({ id }) => id === hold.wanted.allotmentId),
      hold.now,
    ),
  );
  const now = holds[0]?.now ?? new Date();
  const plans = planHolds(wanted, await levelsOf(database.drizzle, skusOf(wanted)), allotments);
  const held = plans.flatMap((plan) => (plan.outcome === "held" ? [plan.reservation] : []));
  if (held.length === 0) return plans;
  try {
    await database.transaction(async (tx) => {
      await insertHeads(tx, held, now);
      await book(tx, held, now);
    });
    return plans;
  } catch (error) {
    const [only, ...others] = wanted;
    if (!(error instanceof OutOfBounds) || only === undefined || others.length > 0) throw error;
    return [await holdExactly(database, only, now)];
  }
};

/** Holds for one order with its stock rows locked. */
const holdExactly = (database: Database, wanted: Wanted, now: Date): Promise<HoldPlan> =>
  database
    .transaction(async (tx): Promise<HoldPlan> => {
      await insertHeads(tx, [{ ...wanted, status: "held" }], now);
      const allotments = await lockAllotments(tx, allotmentsIn([wanted]));
      const levels = await lockLevels(tx, skusOf([wanted]));
      const [plan = { outcome: "short", levels }] = planHolds([wanted], levels, allotments);
      if (plan.outcome === "short") throw new Short(plan.levels);
      await book(tx, [plan.reservation], now);
      return plan;
    })
    .catch((error: unknown) => {
      if (error instanceof Short) return { outcome: "short", levels: error.levels };
      throw error;
    });

const book = async (tx: Transaction, held: readonly Reservation[], now: Date): Promise<void> => {
  await insertLines(tx, held);
  const moves = held.flatMap((reservation) => movesOf(reservation, ["reserved"]));
  await bookMoves(tx, [...moves, ...movesOfAllotments("released", held)], now);
};

/** The SKUs whose free stock is wanted. */
const skusOf = (wanted: readonly Wanted[]): string[] =>
  wanted.flatMap(({ lines, allotmentId }) => (allotmentId === null ? lines.map(({ sku }) => sku) : []));

const allotmentsIn = (wanted: readonly Wanted[]): string[] =>
  wanted.flatMap(({ allotmentId }) => allotmentId ?? []);
