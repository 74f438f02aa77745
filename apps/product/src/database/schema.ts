import { exactText, idText, jsonDocument } from "@caravan/database/tables";
import { index, int, mysqlTable, smallint } from "drizzle-orm/mysql-core";
import type { CatalogueProduct } from "../domain/product.ts";

export const categories = mysqlTable("categories", {
  slug: idText("slug", { length: 40 }).primaryKey(),
  name: exactText("name", { length: 80 }).notNull(),
  /** Order in which the shop shows them. */
  position: smallint("position").notNull(),
});

export const products = mysqlTable(
  "products",
  {
    /** A UUID of version 7: descending, it lists the newest first. */
    id: idText("id", { length: 40 }).primaryKey(),
    sku: idText("sku", { length: 16 }).notNull().unique("products_sku"),
    name: exactText("name", { length: 120 }).notNull(),
    tagline: exactText("tagline", { length: 200 }).notNull(),
    description: exactText("description", { length: 2000 }).notNull(),
    category: idText("category", { length: 40 })
      .notNull()
      .references(() => categories.slug),
    priceCents: int("price_cents", { unsigned: true }).notNull(),
    facts: jsonDocument<CatalogueProduct["facts"]>("facts").notNull(),
    /** Folded by `domain/search-words.ts`; searches look only here. */
    searchText: exactText("search_text", { length: 2500 }).notNull(),
  },
  (table) => [index("products_category").on(table.category, table.id)],
);
