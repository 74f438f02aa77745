import { preparedQuery, type Queries, type Transaction } from "@caravan/database";
import { and, asc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { type Allotment, movesOfAllotment, type NewAllotment } from "../domain/allotment.ts";
import type { Reservation } from "../domain/reservation.ts";
import type { Move } from "../domain/stock.ts";
import { allotments, allotmentPlaces as places } from "./schema.ts";

const joined = (queries: Queries, condition: SQL) =>
  queries
    .select({
      id: allotments.id,
      saleId: allotments.saleId,
      sku: allotments.sku,
      pieces: allotments.pieces,
      holdSeconds: allotments.holdSeconds,
      status: allotments.status,
      warehouse: places.warehouse,
      left: places.piecesLeft,
    })
    .from(allotments)
    .innerJoin(places, eq(places.allotmentId, allotments.id))
    .where(condition)
    .orderBy(asc(allotments.id), asc(places.warehouse));

/** Allotments by their ids, not locked; unknown ones are left out. No statement for none. */
export const allotmentsOf = async (queries: Queries, ids: readonly string[]): Promise<Allotment[]> =>
  ids.length === 0 ? [] : fromRows(await joined(queries, inArray(allotments.id, [...new Set(ids)])));

/** The allotment of a sale. */
export const allotmentOfSale = async (queries: Queries, saleId: string): Promise<Allotment | undefined> =>
  fromRows(await joined(queries, eq(allotments.saleId, saleId)))[0];

/** The same, locked until this transaction ends: allotments in the order of their ids, then what is left of them. */
export const lockAllotments = async (tx: Transaction, ids: readonly string[]): Promise<Allotment[]> => {
  if (ids.length === 0) return [];
  const some = [...new Set(ids)];
  const heads = await tx
    .select()
    .from(allotments)
    .where(inArray(allotments.id, some))
    .orderBy(asc(allotments.id))
    .for("update");
  const left = await lockPlaces(tx, some);
  return heads.map(({ createdAt: _, ...head }) => ({
    ...head,
    places: left
      .filter(({ allotmentId }) => allotmentId === head.id)
      .map(({ warehouse, piecesLeft }) => ({ warehouse, left: piecesLeft })),
  }));
};

const lockPlaces = (tx: Transaction, ids: readonly string[]) =>
  tx
    .select()
    .from(places)
    .where(inArray(places.allotmentId, [...ids]))
    .orderBy(asc(places.allotmentId), asc(places.warehouse))
    .for("update");

const fromRows = (rows: Awaited<ReturnType<typeof joined>>): Allotment[] =>
  [...Map.groupBy(rows, ({ id }) => id).values()].flatMap((own) =>
    own.slice(0, 1).map(({ warehouse: _, left: __, ...head }) => ({
      ...head,
      places: own.map(({ warehouse, left }) => ({ warehouse, left })),
    })),
  );

/** Writes a new allotment, without pieces. Throws a duplicate entry when its sale has one already. */
export const insertAllotment = async (tx: Transaction, wanted: NewAllotment, now: Date): Promise<void> => {
  await tx.insert(allotments).values({ ...wanted, status: "open", createdAt: now });
};

/** Writes the places of a new allotment, empty; the moves of its pieces follow. */
export const insertPlaces = async (tx: Transaction, { id, places: some }: Allotment): Promise<void> => {
  await tx
    .insert(places)
    .values(some.map(({ warehouse }) => ({ allotmentId: id, warehouse, piecesLeft: 0 })));
};

export const markClosed = async (tx: Transaction, id: string): Promise<void> => {
  await tx.update(allotments).set({ status: "closed" }).where(eq(allotments.id, id));
};

/** The ledger lines by which these reservations' pieces come to their allotments, or leave them. */
export const movesOfAllotments = (
  effect: "reserved" | "released",
  some: readonly Pick<Reservation, "allotmentId" | "allocations">[],
): Move[] =>
  [...Map.groupBy(some, ({ allotmentId }) => allotmentId)].flatMap(([allotmentId, own]) =>
    allotmentId === null
      ? []
      : movesOfAllotment(
          allotmentId,
          effect,
          own.flatMap(({ allocations }) => allocations),
        ),
  );

/**
 * Changes what is left of allotments by the moves that name one, in the common order of locking; false, and then the caller rolls back,
 * when less would be left than nothing. Call it just before stock changes: these are the most wanted rows of a sale.
 */
export const applyToAllotments = async (tx: Transaction, moves: readonly Move[]): Promise<boolean> => {
  const byPlace = Map.groupBy(
    moves.filter(({ allotmentId }) => allotmentId !== null),
    ({ allotmentId, warehouse }) => `${allotmentId}/${warehouse}`,
  );
  for (const [, own] of [...byPlace].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [{ allotmentId, warehouse } = { allotmentId: null, warehouse: "" }] = own;
    const delta = own.reduce((sum, { reservedDelta }) => sum + reservedDelta, 0);
    if (delta === 0) continue;
    const [result] = await addLeft(tx).execute({ allotmentId, warehouse, delta });
    if (result.affectedRows !== 1) return false;
  }
  return true;
};

const addLeft = preparedQuery((queries) => {
  const next = sql`${places.piecesLeft} + ${sql.placeholder("delta")}`;
  return queries
    .update(places)
    .set({ piecesLeft: next })
    .where(
      and(
        eq(places.allotmentId, sql.placeholder("allotmentId")),
        eq(places.warehouse, sql.placeholder("warehouse")),
        sql`${next} >= 0`,
      ),
    )
    .prepare();
});
