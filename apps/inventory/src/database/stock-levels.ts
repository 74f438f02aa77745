import { filledParts, numbered, preparedBySize, type Queries, type Transaction } from "@caravan/database";
import { asc, inArray, type SQL, sql } from "drizzle-orm";
import type { Delta, Level } from "../domain/stock.ts";
import { warehouseStock as stock } from "./schema.ts";

/** Most SKUs or places in one statement. */
const mostAtOnce = 32;

/** Levels of the known SKUs, in every warehouse. */
export const levelsOf = (queries: Queries, skus: readonly string[]): Promise<Level[]> =>
  readAll(queries, [...new Set(skus)], readLevels);

/** The same, locked until this transaction ends. */
export const lockLevels = (tx: Transaction, skus: readonly string[]): Promise<Level[]> =>
  readAll(tx, [...new Set(skus)].sort(), readLevelsForUpdate);

const readAll = async (
  queries: Queries,
  skus: readonly string[],
  read: (queries: Queries, size: number) => { execute(values: Record<string, unknown>): Promise<Level[]> },
): Promise<Level[]> => {
  const levels: Level[] = [];
  for (const { part } of filledParts(skus, mostAtOnce, skus[0] ?? ""))
    levels.push(...(await read(queries, part.length).execute(numbered(part.map((sku) => ({ sku }))))));
  return levels;
};

const bySkus = (queries: Queries, size: number) =>
  queries
    .select()
    .from(stock)
    .where(
      inArray(
        stock.sku,
        Array.from({ length: size }, (_, i) => sql.placeholder(`sku${i}`)),
      ),
    );

const readLevels = preparedBySize((queries, size) => bySkus(queries, size).prepare());

const readLevelsForUpdate = preparedBySize((queries, size) =>
  bySkus(queries, size).orderBy(asc(stock.sku), asc(stock.warehouse)).for("update").prepare(),
);

/**
 * Changes all levels or returns false, and then the caller rolls back. The deltas come by SKU and warehouse, which is the primary
 * key's order and the common order of locking, and the guard sees the committed rows. Call it last in a transaction, so that
 * the most wanted rows are locked for the shortest time.
 */
export const applyDeltas = async (tx: Transaction, deltas: readonly Delta[]): Promise<boolean> => {
  for (const { part, count } of filledParts(deltas, mostAtOnce, nowhere)) {
    const [result] = await updateLevels(tx, part.length).execute(numbered(part));
    if (result.affectedRows !== count) return false;
  }
  return true;
};

/** Matches no row. */
const nowhere: Delta = { sku: "", warehouse: "", onHandDelta: 0, reservedDelta: 0 };

/**
 * Each row changes by its own delta; rows that would leave the bounds are not matched. Each row is tested against all conditions,
 * so a statement is kept small.
 */
const updateLevels = preparedBySize((queries, size) => {
  const onHand = sql`${stock.onHand} + ${byPlace("onHandDelta", size)}`;
  const reserved = sql`${stock.reserved} + ${byPlace("reservedDelta", size)}`;
  const named = sql.join(places(size), sql` or `);
  return queries
    .update(stock)
    .set({ onHand, reserved })
    .where(sql`(${named}) and ${reserved} between 0 and ${onHand}`)
    .prepare();
});

/** One condition per row. Written out, because MariaDB looks up `(a, b) in (…)` row by row through the whole table. */
const places = (size: number): SQL[] =>
  Array.from(
    { length: size },
    (_, i) =>
      sql`(${stock.sku} = ${sql.placeholder(`sku${i}`)} and ${stock.warehouse} = ${sql.placeholder(`warehouse${i}`)})`,
  );

const byPlace = (name: string, size: number): SQL =>
  sql`case ${sql.join(
    places(size).map((place, i) => sql`when ${place} then ${sql.placeholder(`${name}${i}`)}`),
    sql` `,
  )} end`;
