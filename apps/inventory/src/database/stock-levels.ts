import { numbered, preparedBySize, type Queries, type Transaction } from "@caravan/database";
import { inArray, type SQL, sql } from "drizzle-orm";
import type { Delta, Level } from "../domain/stock.ts";
import { stock } from "./schema.ts";

/** Levels of the SKUs that are known. */
export const levelsOf = (queries: Queries, skus: readonly string[]): Promise<Level[]> =>
  queries
    .select()
    .from(stock)
    .where(inArray(stock.sku, [...skus]));

/**
 * Changes all levels or says false, and then the caller rolls back. One statement: the primary key's order in which it
 * locks is SKU order for everybody, and the guard sees what is committed at that moment. Call it last in a transaction,
 * so that the rows everybody wants are locked for the shortest time.
 */
export const applyDeltas = async (tx: Transaction, deltas: readonly Delta[]): Promise<boolean> => {
  const [result] = await updateLevels(tx, deltas.length).execute(numbered(deltas));
  return result.affectedRows === deltas.length;
};

/** Columns change by what their SKU is given; rows that would leave the bounds are not matched. */
const updateLevels = preparedBySize((queries, size) => {
  const onHand = sql`${stock.onHand} + ${bySku("onHandDelta", size)}`;
  const reserved = sql`${stock.reserved} + ${bySku("reservedDelta", size)}`;
  const named = sql.join(
    Array.from({ length: size }, (_, i) => sql.placeholder(`sku${i}`)),
    sql`, `,
  );
  return queries
    .update(stock)
    .set({ onHand, reserved })
    .where(sql`${stock.sku} in (${named}) and ${reserved} between 0 and ${onHand}`)
    .prepare();
});

const bySku = (name: string, size: number): SQL =>
  sql`case ${stock.sku} ${sql.join(
    Array.from(
      { length: size },
      (_, i) => sql`when ${sql.placeholder(`sku${i}`)} then ${sql.placeholder(`${name}${i}`)}`,
    ),
    sql` `,
  )} end`;
