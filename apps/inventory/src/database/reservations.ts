import { type Database, gather, isDuplicateEntry, onceOnly, type Transaction } from "@caravan/database";
import type { Change, Decide, ReservationStore } from "../dependencies.ts";
import { reservationUnknown } from "../domain/refusals.ts";
import type { Reservation } from "../domain/reservation.ts";
import { movesOf, netOf } from "../domain/stock.ts";
import { applyChanges } from "./apply-changes.ts";
import { recordMoves } from "./movements.ts";
import {
  insertReservations,
  lockDue,
  lockReservations,
  selectById,
  selectByOrder,
} from "./reservation-rows.ts";
import { applyDeltas } from "./stock-levels.ts";

/** Reservations in one transaction at most. */
const mostTogether = 16;

/**
 * Holds that come at the same time share a transaction, and so do events. Locks are taken in one order by everybody: events,
 * reservations, stock by SKU last. So nobody waits in a circle.
 */
export const openReservations = (database: Database): ReservationStore => {
  const hold = gather(
    (holds: readonly Hold[]) =>
      database.transaction(async (tx) => {
        await insertReservations(tx, holds);
        const moves = holds.flatMap(({ reservation }) => movesOf(reservation, ["reserved"]));
        await recordMoves(tx, moves, holds[0]?.now ?? new Date());
        if (!(await applyDeltas(tx, netOf(moves)))) throw new Short();
        return holds.map(() => "held" as const);
      }),
    mostTogether,
  );
  const changeOnce = gather(
    (events: readonly EventChange[]) =>
      database.transaction(async (tx) => {
        const ids = events.map(({ eventId }) => eventId);
        return (await onceOnly(tx, "on-order-placed", ...ids))
          ? changeAll(tx, events)
          : events.map(() => undefined);
      }),
    mostTogether,
  );
  return {
    hold: (reservation, now) =>
      hold({ reservation, now }).catch((error: unknown) => {
        if (error instanceof Short) return "short";
        if (isDuplicateEntry(error, "reservations_order")) return "order-known";
        throw error;
      }),

    async find(id) {
      const [reservation] = await selectById(database.drizzle, id);
      return reservation;
    },

    async findByOrder(orderId) {
      const [reservation] = await selectByOrder(database.drizzle, orderId);
      return reservation;
    },

    async change(id, decide, now) {
      const [change] = await database.transaction((tx) => changeAll(tx, [{ id, decide, now }]));
      if (change === undefined) throw reservationUnknown(id);
      return change;
    },

    changeOnce: (eventId, id, decide, now) => changeOnce({ eventId, id, decide, now }),

    changeDue: (decide, now, limit) =>
      database.transaction(async (tx) => {
        const due = await lockDue(tx, now, limit);
        const decisions = due.map((reservation) => ({ reservation, next: decide(reservation) }));
        return (await applyChanges(tx, decisions, now)).length;
      }),
  };
};

/** Undoes the transaction of a hold that some line does not fit. */
class Short extends Error {}

interface Hold {
  readonly reservation: Reservation;
  readonly now: Date;
}
interface ReservationChange {
  readonly id: string;
  readonly decide: Decide;
  readonly now: Date;
}
interface EventChange extends ReservationChange {
  readonly eventId: string;
}

/** One change per reservation, in the order they were asked for. */
const changeAll = async (tx: Transaction, changes: readonly ReservationChange[]): Promise<Change[]> => {
  const ids = changes.map(({ id }) => id);
  if (new Set(ids).size < ids.length)
    throw new Error("a reservation cannot be changed twice in one transaction");
  const locked = new Map(
    (await lockReservations(tx, ids)).map((reservation) => [reservation.id, reservation]),
  );
  const decisions = changes.map(({ id, decide }) => {
    const reservation = locked.get(id);
    if (reservation === undefined) throw reservationUnknown(id);
    return { reservation, next: decide(reservation) };
  });
  return applyChanges(tx, decisions, changes[0]?.now ?? new Date());
};
