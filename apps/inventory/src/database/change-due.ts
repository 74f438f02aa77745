import { type Database, isDatabaseAway, type Transaction } from "@caravan/database";
import type { Decide, DueOutcome } from "../dependencies.ts";
import type { Reservation } from "../domain/reservation.ts";
import { applyChanges } from "./apply-changes.ts";
import { lockExpired, lockReservations } from "./reservation-rows.ts";

interface Due {
  readonly decide: Decide;
  readonly now: Date;
  readonly limit: number;
  readonly except: readonly string[];
}

/**
 * Changes due reservations in one transaction. When one of them cannot be changed, each is tried in a
 * transaction of its own, so that it does not stop the others.
 *
 * Not by `claimDue`: a lease would be one more write per reservation. The locks last until the change is written, which needs no
 * other service; those of other replicas skip locked rows.
 */
export const changeDue = async (database: Database, due: Due): Promise<DueOutcome> => {
  let tried: readonly string[] = [];
  try {
    const changed = await database.transaction(async (tx) => {
      const locked = await lockExpired(tx, due.now, due.limit, due.except);
      tried = locked.map(({ id }) => id);
      return changeAll(tx, locked, due);
    });
    return { changed, failed: [] };
  } catch (error) {
    if (isDatabaseAway(error) || tried.length === 0) throw error;
    return eachAlone(database, tried, due);
  }
};

const changeAll = async (
  tx: Transaction,
  locked: readonly Reservation[],
  { decide, now }: Due,
): Promise<number> => {
  const done = locked.map((reservation) => {
    const decision = decide(reservation);
    return { after: { ...reservation, status: decision.status }, decision };
  });
  await applyChanges(
    tx,
    done.map(({ after }) => after),
    done,
    now,
  );
  return done.length;
};

const eachAlone = async (database: Database, ids: readonly string[], due: Due): Promise<DueOutcome> => {
  const failed: { id: string; error: unknown }[] = [];
  let changed = 0;
  for (const id of ids)
    try {
      changed += await database.transaction(async (tx) => {
        const locked = await lockReservations(tx, [id]);
        return changeAll(
          tx,
          locked.filter(({ status }) => status === "held"),
          due,
        );
      });
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      failed.push({ id, error });
    }
  return { changed, failed };
};
