import type { ProductStore } from "../dependencies.ts";
import type { CatalogueProduct } from "../domain/product.ts";
import { matches, searchText } from "../domain/search-words.ts";

/** The catalogue in memory; keeps the same promises as the one in the database. */
export const fakeProductStore = (
  products: readonly CatalogueProduct[],
  categories: readonly { slug: string; name: string }[],
): ProductStore => {
  const newestFirst = products.toSorted((a, b) => (a.id < b.id ? 1 : -1));
  return {
    list: async ({ words, category, before, limit }) =>
      newestFirst
        .filter((product) => category === undefined || product.category === category)
        .filter((product) => before === undefined || product.id < before)
        .filter((product) => matches(searchText(product), words))
        .slice(0, limit)
        .map(({ description: _, facts: __, ...listed }) => listed),
    find: async (productId) => products.find((product) => product.id === productId),
    prices: async (skus) =>
      products
        .filter((product) => skus.includes(product.sku))
        .map(({ id, sku, name, priceCents }) => ({ id, sku, name, priceCents })),
    categories: async () =>
      categories.map(({ slug, name }) => ({
        slug,
        name,
        productCount: products.filter((product) => product.category === slug).length,
      })),
  };
};
