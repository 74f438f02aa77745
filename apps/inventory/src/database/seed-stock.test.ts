import { openTestDatabase } from "@caravan/database/testing";
import { expect, it } from "vitest";
import { seedStock } from "./seed-stock.ts";
import { openStores } from "./stores.ts";
import { migrationsFolder } from "./testing/real-stores.ts";

const now = new Date("2026-11-21T09:30:00.000Z");

it("a fresh shop has every SKU in three warehouses, 500 to 5000 pieces in all, with the ledger", async () => {
  const fresh = await openTestDatabase({ migrationsFolder });
  expect(await seedStock(fresh.database, now)).toEqual({ stocked: 72 });
  expect(await seedStock(fresh.database, now)).toEqual({ stocked: 0 });
  const { stock } = openStores(fresh.database);
  for (const known of ["CAR-0001", "CAR-0072"]) {
    const own = await stock.levels([known]);
    const ledger = await stock.movements({ sku: known, before: undefined, limit: 9 });
    const total = own.reduce((sum, { onHand }) => sum + onHand, 0);
    expect(own.map(({ warehouse }) => warehouse).sort()).toEqual(["coast", "north", "south"]);
    expect(own.every(({ onHand }) => onHand > 0)).toBe(true);
    expect([total >= 500, total <= 5000]).toEqual([true, true]);
    for (const { warehouse, onHand } of own)
      expect(ledger.filter((it) => it.warehouse === warehouse)).toMatchObject([
        { reason: "stocked", onHandDelta: onHand, reservedDelta: 0, at: now },
      ]);
  }
  await fresh.close();
});
