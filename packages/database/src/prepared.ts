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
export function preparedQuery<P extends object>(build: (queries: Queries) => P): (queries: Queries) => P {
  const built = new WeakMap<object, P>();
  return (queries) => {
    const known = built.get(queries);
    if (known) return known;
    const prepared = build(queries);
    built.set(queries, prepared);
    return prepared;
  };
}

/**
 * The same for a query whose shape depends on how many rows it takes, such as an insert of several rows: built once
 * per connection and count. Counts must be bounded by the contract, since every one seen is kept.
 * {@link placeholders} makes the rows, with an example.
 */
export function preparedBySize<P extends object>(
  build: (queries: Queries, size: number) => P,
): (queries: Queries, size: number) => P {
  const bySize = new Map<number, (queries: Queries) => P>();
  return (queries, size) => {
    const known = bySize.get(size) ?? preparedQuery((built) => build(built, size));
    bySize.set(size, known);
    return known(queries);
  };
}
