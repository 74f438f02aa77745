import { exactText, idText, jsonDocument } from "@caravan/database/tables";
import { sql } from "drizzle-orm";
import { customType, index, int, mysqlTable, smallint } from "drizzle-orm/mysql-core";
import type { CatalogueProduct } from "../domain/product.ts";

/** A time that the server sets whenever a write changes the row. */
const touched = customType<{ data: Date; driverData: Date | string }>({
  dataType: () => "timestamp(3) on update current_timestamp(3)",
  toDriver: (value) => value.toISOString().slice(0, -1).replace("T", " "),
  fromDriver: (stored) => (stored instanceof Date ? stored : new Date(`${stored.replace(" ", "T")}Z`)),
});

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
    /** When the row last changed, set by the server: the search follows it. */
    changedAt: touched("changed_at").notNull().default(sql`current_timestamp(3)`),
  },
  (table) => [
    index("products_category").on(table.category, table.id),
    index("products_changed").on(table.changedAt, table.id),
  ],
);
