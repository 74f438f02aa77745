import type { Database } from "@caravan/database";
import { sql } from "drizzle-orm";
import type { CatalogueCategory } from "./catalogue.ts";
import { categories, products } from "./schema.ts";

/** The value that the insert would have written: the spelling that MySQL and MariaDB share. */
const written = (column: string) => sql.raw(`values(${column})`);

/**
 * Writes the catalogue into the database: new products are added, known ones (by SKU) updated. Run again, it
 * changes nothing. Products removed from the files stay in the database, since orders may name them.
 */
export const seedCatalogue = async (
  database: Database,
  catalogue: readonly CatalogueCategory[],
): Promise<{ products: number }> => {
  const shelf = catalogue.map(({ slug, name }, position) => ({ slug, name, position }));
  const stock = catalogue.flatMap((category) =>
    category.products.map((product) => ({
      ...product,
      category: category.slug,
      facts: Object.entries(product.facts).map(([name, value]) => ({ name, value })),
    })),
  );
  await database.transaction(async (tx) => {
    await tx
      .insert(categories)
      .values(shelf)
      .onDuplicateKeyUpdate({ set: { name: written("name"), position: written("position") } });
    await tx
      .insert(products)
      .values(stock)
      .onDuplicateKeyUpdate({
        set: {
          name: written("name"),
          tagline: written("tagline"),
          description: written("description"),
          category: written("category"),
          priceCents: written("price_cents"),
          facts: written("facts"),
        },
      });
  });
  return { products: stock.length };
};
