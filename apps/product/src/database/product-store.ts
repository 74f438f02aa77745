import { type Database, preparedQuery } from "@caravan/database";
import { and, asc, count, desc, eq, gt, inArray, lt, or, sql } from "drizzle-orm";
import type { ProductStore } from "../dependencies.ts";
import { categories, products } from "./schema.ts";

const { id, sku, name, tagline, description, category, priceCents, facts, changedAt } = products;
const listed = { id, sku, name, tagline, category, priceCents };

const byId = preparedQuery((queries) =>
  queries
    .select({ ...listed, description, facts })
    .from(products)
    .where(eq(id, sql.placeholder("id")))
    .prepare(),
);

/** One prepared query per number of SKUs: every order needs it, and building the query costs more than running it. */
const bySkus = Array.from({ length: 51 }, (_, skus) =>
  preparedQuery((queries) =>
    queries
      .select({ id, sku, name, priceCents, category })
      .from(products)
      .where(
        inArray(
          sku,
          Array.from({ length: skus }, (_, at) => sql.placeholder(`${at}`)),
        ),
      )
      .prepare(),
  ),
);

/** The catalogue in the service's database. */
export const productStore = ({ drizzle }: Pick<Database, "drizzle">): ProductStore => ({
  list: (filter) =>
    drizzle
      .select(listed)
      .from(products)
      .where(
        and(
          filter.category === undefined ? undefined : eq(category, filter.category),
          filter.before === undefined ? undefined : lt(id, filter.before),
        ),
      )
      .orderBy(desc(id))
      .limit(filter.limit),
  byIds: async (ids) => {
    if (ids.length === 0) return [];
    const rows = await drizzle
      .select(listed)
      .from(products)
      .where(inArray(id, [...ids]));
    return inOrderOf(ids, rows, (row) => row.id);
  },
  bySkus: async (skus) => {
    if (skus.length === 0) return [];
    const rows = await drizzle
      .select(listed)
      .from(products)
      .where(inArray(sku, [...skus]));
    return inOrderOf(skus, rows, (row) => row.sku);
  },
  find: async (productId) => (await byId(drizzle).execute({ id: productId }))[0],
  prices: async (skus) => {
    const query = bySkus[skus.length];
    if (query === undefined) throw new RangeError(`prices of ${skus.length} SKUs at once are too many`);
    return skus.length === 0 ? [] : query(drizzle).execute(Object.fromEntries(skus.entries()));
  },
  categories: () =>
    drizzle
      .select({ slug: categories.slug, name: categories.name, productCount: count(id) })
      .from(categories)
      .leftJoin(products, eq(category, categories.slug))
      .groupBy(categories.slug, categories.name, categories.position)
      .orderBy(asc(categories.position)),
  changedAfter: (place, limit) =>
    drizzle
      .select({
        id,
        sku,
        name,
        tagline,
        description,
        category,
        facts,
        changedAt,
        categoryName: categories.name,
      })
      .from(products)
      .innerJoin(categories, eq(category, categories.slug))
      .where(or(gt(changedAt, place.changedAt), and(eq(changedAt, place.changedAt), gt(id, place.id))))
      .orderBy(asc(changedAt), asc(id))
      .limit(limit),
});

const inOrderOf = <T>(keys: readonly string[], rows: readonly T[], keyOf: (row: T) => string): T[] => {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  return keys.flatMap((key) => byKey.get(key) ?? []);
};
