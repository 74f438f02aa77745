import { type Placeholder, sql } from "drizzle-orm";
import type { Queries } from "./session.ts";

/**
 * Most rows of one insert. Each size that occurs is a prepared shape that every connection keeps, so this
 * bounds the memory of a query; beyond some dozens of rows a larger insert saves next to nothing.
 */
export const rowsPerInsert = 32;

/** Of inserts of up to so many rows each size is kept. */
const exactSizes = 8;

/**
 * Parts of `rows` for inserts: up to eight rows as they are, more in powers of two. So a query has a dozen shapes, however many rows
 * come, and few rows go in one statement.
 */
export const insertParts = <T>(rows: readonly T[]): T[][] => {
  const parts: T[][] = [];
  for (let first = 0; first < rows.length; ) {
    const left = Math.min(rows.length - first, rowsPerInsert);
    const size = left <= exactSizes ? left : 2 ** Math.floor(Math.log2(left));
    parts.push(rows.slice(first, first + size));
    first += size;
  }
  return parts;
};

/**
 * Parts of `items` of at most `most`, each padded with `filler` to a power of two: for reads and updates where the padding matches
 * nothing new. So a query has one shape per power of two up to `most`.
 */
export const filledParts = <T>(
  items: readonly T[],
  most: number,
  filler: T,
): { part: T[]; count: number }[] =>
  Array.from({ length: Math.ceil(items.length / most) }, (_, i) => {
    const some = items.slice(i * most, (i + 1) * most);
    const size = 2 ** Math.ceil(Math.log2(some.length));
    return {
      part: [...some, ...Array.from({ length: size - some.length }, () => filler)],
      count: some.length,
    };
  });

/**
 * Placeholders for so many rows with these columns, for {@link preparedBySize}: `sku0`, `quantity0`, `sku1` …
 *
 * @example
 * const insertLines = preparedBySize((queries, size) => queries.insert(lines).values(placeholders(size, ["sku", "quantity"])).prepare());
 * await writeRows(tx, insertLines, rows);
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

/** Cuts a list into parts of at most so many. */
export const partsOf = <T>(items: readonly T[], most: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / most) }, (_, i) => items.slice(i * most, (i + 1) * most));

/** A statement for so many rows, from {@link preparedBySize}. */
export type WriteRows = (
  queries: Queries,
  size: number,
) => { execute(values: Record<string, unknown>): Promise<unknown> };

/**
 * Writes rows with as few statements as possible; none for no rows.
 *
 * @param most rows of one statement, where their number is small: each number is then a shape of its own. Left out, they go in
 * {@link insertParts}.
 */
export const writeRows = async (
  queries: Queries,
  write: WriteRows,
  rows: readonly object[],
  most?: number,
): Promise<void> => {
  const parts = most === undefined ? insertParts(rows) : partsOf(rows, most);
  for (const part of parts) await write(queries, part.length).execute(numbered(part));
};
