import { type AggregateChange, type Database, isDuplicateEntry, openChanges } from "@caravan/database";
import type { ReservationStore } from "../dependencies.ts";
import { reservationUnknown } from "../domain/refusals.ts";
import type { Reservation, Transition } from "../domain/reservation.ts";
import { applyChanges } from "./apply-changes.ts";
import { changeDue } from "./change-due.ts";
import { type Hold, holdTogether } from "./hold-together.ts";
import { lockReservations, selectById, selectByOrder } from "./reservation-rows.ts";

/** Most reservations in one transaction. */
const mostTogether = 16;

/**
 * Concurrent holds share a transaction, and so do steps. All locks are taken in one order:
 * reservations by id, allotments by id, what is left of them by warehouse, then stock by SKU and warehouse, so deadlocks cannot
 * occur.
 */
export const openReservations = (database: Database): ReservationStore => {
  const find = async (id: string) => (await selectById(database.drizzle, id))[0];
  const hold = database.gather((holds: readonly Hold[]) => holdTogether(database, holds), {
    most: mostTogether,
    keysOf: ({ wanted: { orderId, lines, allotmentId } }) => [
      orderId,
      ...(allotmentId === null ? lines.map(({ sku }) => sku) : [allotmentId]),
    ],
  });
  /** The new allocations of expired holds, by reservation. */
  const found = new WeakMap<Reservation, Reservation>();
  const change = openChanges<StepTaken, Reservation, Transition>({
    database,
    async keysOf({ id }) {
      const { allocations = [], allotmentId } = (await find(id)) ?? {};
      return [id, ...allocations.map(({ sku }) => sku), ...[allotmentId].flatMap((sale) => sale ?? [])];
    },
    lock: async (tx, ids) => new Map((await lockReservations(tx, ids)).map((it) => [it.id, it])),
    after: (before, { status }) => (status === before.status ? before : { ...before, status }),
    async write(tx, changed, done) {
      const rows = changed.map(({ after }) => after);
      const moved = await applyChanges(tx, rows, done, done[0]?.change.now ?? new Date());
      for (const [reservation, now] of moved) found.set(reservation, now);
    },
  });

  const findByOrder = async (orderId: string) => (await selectByOrder(database.drizzle, orderId))[0];
  return {
    find,
    findByOrder,

    async hold(wanted, now) {
      try {
        const plan = await hold({ wanted, now });
        // Stock may be short for a second reservation because the order has its first.
        if (plan.outcome === "held" || (await findByOrder(wanted.orderId)) === undefined) return plan;
      } catch (error) {
        if (!isDuplicateEntry(error, "reservations_order")) throw error;
      }
      return { outcome: "order-known" };
    },

    async change(id, decide, now) {
      const outcome = await change({ id, decide, now });
      if (outcome.kind !== "done") throw reservationUnknown(id);
      const { before, after } = outcome;
      const reservation = found.get(after) ?? after;
      return { reservation, before: before.status, changed: after.status !== before.status };
    },

    changeDue: (decide, now, limit, except) => changeDue(database, { decide, now, limit, except }),
  };
};

interface StepTaken extends AggregateChange<Reservation, Transition> {
  readonly now: Date;
}
