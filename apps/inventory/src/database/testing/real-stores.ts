import { fileURLToPath } from "node:url";
import type { Database } from "@caravan/database";
import { openTestDatabase, type TestDatabase } from "@caravan/database/testing";
import type { Pieces } from "../../testing/fake-shelves.ts";
import * as schema from "../schema.ts";
import { openStock } from "../stock.ts";

export const migrationsFolder = fileURLToPath(new URL("../../../migrations", import.meta.url));

export const openInventoryDatabase = (): Promise<TestDatabase> =>
  openTestDatabase({ migrationsFolder, schema });

/** Puts pieces on shelves that did not exist, with their ledger lines. */
export const putOnShelves = async (database: Database, pieces: Pieces, at: Date): Promise<void> => {
  const places = Object.entries(pieces).flatMap(([sku, own]) =>
    Object.entries(own).map(([warehouse, quantity]) => ({ sku, warehouse, quantity })),
  );
  await database.drizzle
    .insert(schema.warehouseStock)
    .values(places.map(({ sku, warehouse }) => ({ sku, warehouse, onHand: 0 })));
  const stock = openStock(database);
  for (const { sku, warehouse, quantity } of places)
    if (quantity > 0)
      await stock.restock({
        ...{ sku, warehouse, quantity, at },
        actor: "usr_seed",
        key: `${sku}/${warehouse}`,
      });
};
