import { type SQLWrapper, sql } from "drizzle-orm";

/** Rows of a page; ids of so many fit into one query. */
export const pageSize = 2000;

/**
 * All rows in the order of a key, a page at a time.
 *
 * @param next reads the page after a key, of at most {@link pageSize} rows
 */
export async function* pages<Row, Key>(
  first: Key,
  keyOf: (row: Row) => Key,
  next: (after: Key) => PromiseLike<Row[]>,
): AsyncGenerator<Row[]> {
  for (let last = first; ; ) {
    const page = await next(last);
    if (page.length > 0) yield page;
    const end = page.at(-1);
    if (end === undefined || page.length < pageSize) return;
    last = keyOf(end);
  }
}

/** Rows of these keys, by key; `find` gets as many keys as fit into one query. */
export const lookUp = async <Row extends { key: string }>(
  keys: readonly string[],
  find: (some: string[]) => PromiseLike<Row[]>,
): Promise<Map<string, Row[]>> => {
  const found: Row[] = [];
  for (let first = 0; first < keys.length; first += pageSize)
    found.push(...(await find(keys.slice(first, first + pageSize))));
  return Map.groupBy(found, ({ key }) => key);
};

/** The sum of a column over the rows of a group; 0 without any. */
export const total = (column: SQLWrapper) => sql`coalesce(sum(${column}), 0)`.mapWith(Number);
