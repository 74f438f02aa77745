import { type Database, isDuplicateEntry, partsOf } from "@caravan/database";
import { inArray } from "drizzle-orm";
import type { Movement } from "../domain/books.ts";
import { keyOf } from "../domain/reconcile.ts";
import { insertManyMovements } from "./movement-rows.ts";
import { bookMovements } from "./schema.ts";

/** Most movements of one transaction: few round trips, and locks that are held for milliseconds. */
const together = 500;

/** Writes movements without a payment's change; of those with the same reason and reference the first. */
export const recordMovements = async (
  database: Database,
  movements: readonly Movement[],
  at: Date,
): Promise<void> => {
  const first = new Map(movements.toReversed().map((it) => [keyOf(it), it]));
  for (const some of partsOf([...first.values()].reverse(), together)) await recordAll(database, some, at);
};

/** When another replica writes some of them at the same time, the halves are looked up again, which usually finds them all. */
const recordAll = async (database: Database, movements: readonly Movement[], at: Date): Promise<void> => {
  const fresh = await unknownOf(database, movements);
  if (fresh.length === 0) return;
  try {
    await database.transaction((tx) => insertManyMovements(tx, fresh, at));
  } catch (error) {
    if (!isDuplicateEntry(error, "book_movements_reference")) throw error;
    if (fresh.length === 1) return;
    for (const half of partsOf(fresh, Math.ceil(fresh.length / 2))) await recordAll(database, half, at);
  }
};

const unknownOf = async (database: Database, movements: readonly Movement[]): Promise<Movement[]> => {
  const { reason, reference } = bookMovements;
  const known = await database.drizzle
    .select({ reason, reference })
    .from(bookMovements)
    .where(
      inArray(
        reference,
        movements.map((it) => it.reference),
      ),
    );
  const keys = new Set(known.map(keyOf));
  return movements.filter((it) => !keys.has(keyOf(it)));
};
