import { type Placeholder, sql } from "drizzle-orm";

/** Rows of one insert at most; more take another. Bounds how many shapes of a query are kept. */
export const rowsPerInsert = 100;

/**
 * Placeholders for so many rows with these columns, for {@link preparedBySize}: `sku0`, `quantity0`, `sku1` …
 *
 * @example
 * const insertLines = preparedBySize((queries, size) => queries.insert(lines).values(placeholders(size, ["sku", "quantity"])).prepare());
 * await insertLines(tx, rows.length).execute(numbered(rows));
 */
export const placeholders = <const C extends string>(size: number, columns: readonly C[]) =>
  Array.from(
    { length: size },
    (_, i) =>
      // fromEntries forgets which keys it was given.
      Object.fromEntries(columns.map((column) => [column, sql.placeholder(`${column}${i}`)])) as Record<
        C,
        Placeholder
      >,
  );

/** The values for {@link placeholders}: `{ sku0, quantity0, sku1 … }`. */
export const numbered = (rows: readonly object[]): Record<string, unknown> =>
  Object.fromEntries(
    rows.flatMap((row, i) => Object.entries(row).map(([column, value]) => [`${column}${i}`, value])),
  );
