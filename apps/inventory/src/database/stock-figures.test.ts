import { newId } from "@caravan/contracts";
import type { TestDatabase } from "@caravan/database/testing";
import { metrics } from "@caravan/service-kit";
import { afterAll, expect, it } from "vitest";
import { want } from "../domain/reservation.ts";
import { showStock } from "../telemetry.ts";
import { readStockFigures } from "./stock-figures.ts";
import { openStores } from "./stores.ts";
import { openInventoryDatabase, putOnShelves } from "./testing/real-stores.ts";

let test: TestDatabase | undefined;
afterAll(() => test?.close());

it("metrics show the pieces of each warehouse, what is sold out, and what is held for orders", async () => {
  test = await openInventoryDatabase();
  const now = new Date("2026-11-21T09:30:00.000Z");
  const shelves = { "CAR-0001": { north: 6, south: 4 }, "CAR-0002": { north: 0, south: 3 } };
  await putOnShelves(test.database, { ...shelves, "CAR-0003": { north: 0, south: 0 } }, now);
  const { reservations } = openStores(test.database);
  const lines = [{ sku: "CAR-0002", quantity: 3 }];
  await reservations.hold(
    want({ id: newId("rsv"), orderId: newId("ord"), lines, now, holdMinutes: 15 }),
    now,
  );
  showStock(await readStockFigures(test.database));
  const text = await metrics.metrics();
  for (const line of [
    'caravan_stock_pieces{warehouse="north",state="on_hand"} 6',
    'caravan_stock_pieces{warehouse="south",state="on_hand"} 7',
    'caravan_stock_pieces{warehouse="south",state="reserved"} 3',
    "caravan_stock_sold_out_skus 2",
    "caravan_reservations_held 1",
  ])
    expect(text).toContain(line);
});
