import { type Database, isDuplicateEntry, onceOnly, type Transaction } from "@caravan/database";
import { and, asc, eq, inArray, lte } from "drizzle-orm";
import type { Change, Decide, ReservationStore } from "../dependencies.ts";
import { outOfStock, reservationUnknown } from "../domain/refusals.ts";
import type { Reservation, Transition } from "../domain/reservation.ts";
import { type Move, movesOf, netOf } from "../domain/stock.ts";
import { recordMoves } from "./movements.ts";
import {
  fromRows,
  insertReservation,
  selectById,
  selectByOrder,
  selectForUpdate,
  updateStatus,
} from "./reservation-rows.ts";
import { reservationLines, reservations } from "./schema.ts";
import { applyDeltas, levelsOf } from "./stock-levels.ts";

/** Locks are taken in one order by everybody: a reservation first, stock last and by SKU. So nobody waits in a circle. */
export const openReservations = (database: Database): ReservationStore => ({
  async hold(reservation, now) {
    const moves = movesOf(reservation, ["reserved"]);
    try {
      await database.transaction(async (tx) => {
        await insertReservation(tx, reservation, now);
        await recordMoves(tx, moves, now);
        if (!(await applyDeltas(tx, netOf(moves)))) throw new Short();
      });
      return "held";
    } catch (error) {
      if (error instanceof Short) return "short";
      if (isDuplicateEntry(error, "reservations_order")) return "order-known";
      throw error;
    }
  },

  find: async (id) => fromRows(await selectById(database.drizzle).execute({ id })),

  findByOrder: async (orderId) => fromRows(await selectByOrder(database.drizzle).execute({ orderId })),

  change: (id, decide, now) => database.transaction((tx) => change(tx, id, decide, now)),

  changeOnce: (eventId, id, decide, now) =>
    database.transaction(async (tx) =>
      (await onceOnly(tx, "on-order-placed", eventId)) ? change(tx, id, decide, now) : undefined,
    ),

  changeDue: (decide, now, limit) =>
    database.transaction(async (tx) => {
      const due = await lockDue(tx, now, limit);
      const changes = due.map((reservation) => ({ reservation, ...decide(reservation) }));
      for (const [status, ids] of idsByStatus(changes))
        await tx.update(reservations).set({ status }).where(inArray(reservations.id, ids));
      const moves = changes.flatMap(({ reservation, effects }) => movesOf(reservation, effects));
      if (moves.length > 0) await move(tx, moves, now);
      return due.length;
    }),
});

/** Undoes the transaction of a hold that some line does not fit. */
class Short extends Error {}

const change = async (tx: Transaction, id: string, decide: Decide, now: Date): Promise<Change> => {
  const reservation = fromRows(await selectForUpdate(tx).execute({ id }));
  if (reservation === undefined) throw reservationUnknown(id);
  const { status, effects } = decide(reservation);
  const changed = effects.length > 0;
  if (changed) {
    await updateStatus(tx).execute({ id, status });
    await move(tx, movesOf(reservation, effects), now);
  }
  return { reservation: { ...reservation, status }, before: reservation.status, changed };
};

const move = async (tx: Transaction, moves: readonly Move[], now: Date): Promise<void> => {
  await recordMoves(tx, moves, now);
  const deltas = netOf(moves);
  if (await applyDeltas(tx, deltas)) return;
  const levels = await levelsOf(
    tx,
    deltas.map((delta) => delta.sku),
  );
  throw outOfStock(
    deltas.map((delta) => ({ sku: delta.sku, quantity: -delta.onHandDelta })),
    levels,
  );
};

const lockDue = async (tx: Transaction, now: Date, limit: number): Promise<Reservation[]> => {
  const heads = await tx
    .select()
    .from(reservations)
    .where(and(eq(reservations.status, "held"), lte(reservations.expiresAt, now)))
    .orderBy(asc(reservations.expiresAt))
    .limit(limit)
    .for("update", { skipLocked: true });
  if (heads.length === 0) return [];
  const ids = heads.map((head) => head.id);
  const lines = await tx.select().from(reservationLines).where(inArray(reservationLines.reservationId, ids));
  const linesById = Map.groupBy(lines, (line) => line.reservationId);
  return heads.map((head) => ({ ...head, lines: linesById.get(head.id) ?? [] }));
};

const idsByStatus = (changes: readonly (Transition & { reservation: Reservation })[]) => {
  const ids = new Map<Transition["status"], string[]>();
  for (const { status, reservation } of changes)
    ids.set(status, [...(ids.get(status) ?? []), reservation.id]);
  return ids;
};
