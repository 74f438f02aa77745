import type { CatalogueCategory } from "../database/catalogue.ts";
import { SearchIndex } from "../search/search-index.ts";

const writtenAt = new Date("2026-11-01T00:00:00.000Z");

/** Searches a catalogue of the files; returns names, the best first. */
export const searchOf = (catalogue: readonly CatalogueCategory[]) => {
  const index = new SearchIndex();
  const names = new Map<string, string>();
  for (const { slug, name: categoryName, products } of catalogue)
    for (const { facts, priceCents: _, ...product } of products) {
      names.set(product.id, product.name);
      index.put({
        ...product,
        category: slug,
        categoryName,
        facts: Object.entries(facts).map(([name, value]) => ({ name, value })),
        changedAt: writtenAt,
      });
    }
  return (query: string, limit = 50): string[] =>
    index.find(query, { category: undefined, after: undefined, limit }).map(({ id }) => names.get(id) ?? "");
};
