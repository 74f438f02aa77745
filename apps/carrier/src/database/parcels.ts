import { type Database, isDuplicateEntry, type Transaction } from "@caravan/database";
import { insertCallbacks, type PlannedCallback } from "@caravan/partner";
import type { Decide, Movement, ParcelStore } from "../dependencies.ts";
import type { Parcel } from "../domain/parcel.ts";
import {
  insertEvents,
  insertParcels,
  lockByTrackingCode,
  lockWaiting,
  saveParcels,
  selectTracked,
} from "./parcel-rows.ts";

/** Most announcements in one statement. */
const mostTogether = 16;

/** The database, and the sender of committed callbacks. */
export interface ParcelStoreOptions {
  readonly database: Database;
  readonly send: (callbacks: readonly PlannedCallback[]) => void;
}

/** Concurrent announcements share a statement. */
export const openParcels = ({ database, send }: ParcelStoreOptions): ParcelStore => {
  const create = database.gather(
    async (created: readonly Parcel[]) => {
      await insertParcels(database.drizzle, created);
      return created.map(() => "created" as const);
    },
    { most: mostTogether, keysOf: ({ reference }) => [reference] },
  );
  const moveLocked = async (
    lock: (tx: Transaction) => Promise<Parcel[]>,
    decide: Decide,
  ): Promise<Movement[]> => {
    const movements = await database.transaction(async (tx) => {
      const decided = (await lock(tx)).map(decide);
      if (decided.length === 0) return [];
      await saveParcels(
        tx,
        decided.map(({ parcel }) => parcel),
      );
      await insertEvents(
        tx,
        decided.map(({ event }) => event),
      );
      await insertCallbacks(
        tx,
        decided.flatMap(({ callbacks }) => callbacks),
      );
      return decided;
    });
    send(movements.flatMap(({ callbacks }) => callbacks));
    return movements;
  };
  return {
    create: (parcel) =>
      create(parcel).catch((error: unknown) => {
        if (isDuplicateEntry(error, "parcels_reference")) return "reference-known";
        throw error;
      }),
    find: (id) => selectTracked(database.drizzle, "id", id),
    findByReference: (reference) => selectTracked(database.drizzle, "reference", reference),
    async move(trackingCode, decide) {
      const [moved] = await moveLocked((tx) => lockByTrackingCode(tx, trackingCode), decide);
      return moved && selectTracked(database.drizzle, "id", moved.parcel.id);
    },
    async moveDue(movedUntil, limit, decide) {
      const moved = await moveLocked((tx) => lockWaiting(tx, movedUntil, limit), decide);
      return moved.map(({ event }) => event.kind);
    },
  };
};
