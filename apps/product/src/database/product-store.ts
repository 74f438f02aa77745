import { type Database, preparedQuery } from "@caravan/database";
import { and, asc, count, desc, eq, inArray, lt, sql } from "drizzle-orm";
import type { ProductStore } from "../dependencies.ts";
import { categories, products } from "./schema.ts";

const { id, sku, name, tagline, description, category, priceCents, facts } = products;
const listed = { id, sku, name, tagline, category, priceCents };

const byId = preparedQuery((queries) =>
  queries
    .select({ ...listed, description, facts })
    .from(products)
    .where(eq(id, sql.placeholder("id")))
    .prepare(),
);

/** One prepared query per number of SKUs: every order asks here, and building the query costs more than running it. */
const bySkus = Array.from({ length: 51 }, (_, skus) =>
  preparedQuery((queries) =>
    queries
      .select({ id, sku, name, priceCents })
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
          // Not LIKE: a word needs no escaping here. Not FULLTEXT: the two servers differ in stop words and shortest word.
          ...filter.words.map((word) => sql`locate(${` ${word}`}, ${products.searchText}) > 0`),
        ),
      )
      .orderBy(desc(id))
      .limit(filter.limit),
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
});
