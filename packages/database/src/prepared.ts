import type { Queries } from "./session.ts";

/**
 * Builds a query once per connection instead of once per call: building costs more than a small statement takes.
 * One shape per query, values by `sql.placeholder`.
 *
 * @example
 * const orderById = preparedQuery((queries) =>
 *   queries.select().from(orders).where(eq(orders.id, sql.placeholder("id"))).prepare());
 * const [order] = await orderById(tx).execute({ id });
 */
export const preparedQuery = <P extends object>(
  build: (queries: Queries) => P,
): ((queries: Queries) => P) => {
  const built = new WeakMap<object, P>();
  return (queries) => {
    const known = built.get(queries);
    if (known) return known;
    const prepared = build(queries);
    built.set(queries, prepared);
    return prepared;
  };
};

/** Most rows kept, over all sizes of one query. A row takes some 1.5 KB of memory per connection. */
export const mostRowsKept = 256;

/**
 * The same for a query whose shape depends on how many rows it takes, such as an insert of several rows: built once
 * per connection and count. The counts used last are kept, up to {@link mostRowsKept} rows in all; a larger one is built each time.
 * {@link placeholders} makes the rows, with an example.
 */
export const preparedBySize = <P extends object>(
  build: (queries: Queries, size: number) => P,
): ((queries: Queries, size: number) => P) => {
  /** Ordered by use, the latest last. */
  const bySize = new Map<number, (queries: Queries) => P>();
  let rows = 0;
  return (queries, size) => {
    if (size > mostRowsKept) return build(queries, size);
    const known = bySize.get(size);
    const prepared = known ?? preparedQuery((built) => build(built, size));
    bySize.delete(size);
    bySize.set(size, prepared);
    if (known === undefined) rows += size;
    for (const [oldest] of bySize) {
      if (rows <= mostRowsKept) break;
      bySize.delete(oldest);
      rows -= oldest;
    }
    return prepared(queries);
  };
};
