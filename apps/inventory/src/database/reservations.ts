import { type Database, isDuplicateEntry, type Transaction } from "@caravan/database";
import type { Change, Decide, ReservationStore } from "../dependencies.ts";
import { reservationUnknown } from "../domain/refusals.ts";
import { applyChanges } from "./apply-changes.ts";
import { changeDue } from "./change-due.ts";
import { type Hold, holdTogether } from "./hold-together.ts";
import { lockReservations, selectById, selectByOrder } from "./reservation-rows.ts";

/** Reservations in one transaction at most. */
const mostTogether = 16;

/**
 * Holds that come at the same time share a transaction, and so do steps. Locks are taken in one order by everybody:
 * reservations by id, then stock by SKU and warehouse. So nobody waits in a circle.
 */
export const openReservations = (database: Database): ReservationStore => {
  const find = async (id: string) => (await selectById(database.drizzle, id))[0];
  const hold = database.gather((holds: readonly Hold[]) => holdTogether(database, holds), {
    most: mostTogether,
    keysOf: ({ wanted: { orderId, lines } }) => [orderId, ...lines.map(({ sku }) => sku)],
  });
  const change = database.gather(
    (steps: readonly StepTaken[]) => database.transaction((tx) => changeAll(tx, steps)),
    {
      most: mostTogether,
      keysOf: async ({ id }) => [id, ...((await find(id))?.allocations ?? []).map(({ sku }) => sku)],
    },
  );

  const findByOrder = async (orderId: string) => (await selectByOrder(database.drizzle, orderId))[0];
  return {
    find,
    findByOrder,

    async hold(wanted, now) {
      try {
        const plan = await hold({ wanted, now });
        // What is short for a second reservation may be so because the order has its first.
        if (plan.outcome === "held" || (await findByOrder(wanted.orderId)) === undefined) return plan;
      } catch (error) {
        if (!isDuplicateEntry(error, "reservations_order")) throw error;
      }
      return { outcome: "order-known" };
    },

    change: (id, decide, now) => change({ id, decide, now }),

    changeDue: (decide, now, limit, except) => changeDue(database, { decide, now, limit, except }),
  };
};

interface StepTaken {
  readonly id: string;
  readonly decide: Decide;
  readonly now: Date;
}

/** One change per reservation, in the order they were asked for. */
const changeAll = async (tx: Transaction, steps: readonly StepTaken[]): Promise<Change[]> => {
  const ids = steps.map(({ id }) => id);
  if (new Set(ids).size < ids.length)
    throw new Error("a reservation cannot be changed twice in one transaction");
  const locked = new Map(
    (await lockReservations(tx, ids)).map((reservation) => [reservation.id, reservation]),
  );
  const decisions = steps.map(({ id, decide }) => {
    const reservation = locked.get(id);
    if (reservation === undefined) throw reservationUnknown(id);
    return { reservation, next: decide(reservation) };
  });
  return applyChanges(tx, decisions, steps[0]?.now ?? new Date());
};
