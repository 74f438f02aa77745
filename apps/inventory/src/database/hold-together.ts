import type { Database, Transaction } from "@caravan/database";
import { type HoldPlan, planHolds } from "../domain/plan-holds.ts";
import type { Reservation, Wanted } from "../domain/reservation.ts";
import { type Level, movesOf, netOf } from "../domain/stock.ts";
import { recordMoves } from "./movements.ts";
import { insertHeads, insertLines } from "./reservation-rows.ts";
import { applyDeltas, levelsOf, lockLevels } from "./stock-levels.ts";

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
 * @throws Raced when the guard refused several: then they must be done in smaller rounds
 */
export const holdTogether = async (database: Database, holds: readonly Hold[]): Promise<HoldPlan[]> => {
  const wanted = holds.map((hold) => hold.wanted);
  const now = holds[0]?.now ?? new Date();
  const plans = planHolds(wanted, await levelsOf(database.drizzle, skusOf(wanted)));
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
    if (!(error instanceof Raced) || only === undefined || others.length > 0) throw error;
    return [await holdExactly(database, only, now)];
  }
};

/** Holds for one order with its stock rows locked. */
const holdExactly = (database: Database, wanted: Wanted, now: Date): Promise<HoldPlan> =>
  database
    .transaction(async (tx): Promise<HoldPlan> => {
      await insertHeads(tx, [{ ...wanted, status: "held" }], now);
      const levels = await lockLevels(tx, skusOf([wanted]));
      const [plan] = planHolds([wanted], levels);
      if (plan?.outcome !== "held") throw new Short(levels);
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
  await recordMoves(tx, moves, now);
  if (!(await applyDeltas(tx, netOf(moves)))) throw new Raced();
};

const skusOf = (wanted: readonly Wanted[]): string[] =>
  wanted.flatMap(({ lines }) => lines.map(({ sku }) => sku));

/** The levels changed between the read and the update. */
class Raced extends Error {}

/** Undoes the transaction of a hold for which there is not enough. */
class Short extends Error {
  readonly levels: readonly Level[];
  constructor(levels: readonly Level[]) {
    super();
    this.levels = levels;
  }
}
