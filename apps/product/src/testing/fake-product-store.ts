import type { ProductStore } from "../dependencies.ts";
import type { CatalogueProduct, ListedProduct } from "../domain/product.ts";

/** When everything in it was written. */
const writtenAt = new Date("2026-11-01T00:00:00.000Z");

const listed = ({ description: _, facts: __, ...product }: CatalogueProduct): ListedProduct => product;

/** The catalogue in memory: the guarantees of the real store, without a database. */
export const fakeProductStore = (
  products: readonly CatalogueProduct[],
  categories: readonly { slug: string; name: string }[],
): ProductStore => {
  const newestFirst = products.toSorted((a, b) => (a.id < b.id ? 1 : -1));
  return {
    list: async ({ category, before, limit }) =>
      newestFirst
        .filter((product) => category === undefined || product.category === category)
        .filter((product) => before === undefined || product.id < before)
        .slice(0, limit)
        .map(listed),
    byIds: async (ids) => ids.flatMap((id) => products.filter((product) => product.id === id).map(listed)),
    bySkus: async (skus) =>
      skus.flatMap((sku) => products.filter((product) => product.sku === sku).map(listed)),
    find: async (productId) => products.find((product) => product.id === productId),
    prices: async (skus) =>
      products
        .filter((product) => skus.includes(product.sku))
        .map(({ id, sku, name, priceCents, category }) => ({ id, sku, name, priceCents, category })),
    categories: async () =>
      categories.map(({ slug, name }) => ({
        slug,
        name,
        productCount: products.filter((product) => product.category === slug).length,
      })),
    changedAfter: async (place, limit) =>
      place.changedAt < writtenAt
        ? products
            .toSorted((a, b) => (a.id < b.id ? -1 : 1))
            .slice(0, limit)
            .map(({ priceCents: _, ...product }) => ({
              ...product,
              categoryName: categories.find(({ slug }) => slug === product.category)?.name ?? "",
              changedAt: writtenAt,
            }))
        : [],
  };
};
