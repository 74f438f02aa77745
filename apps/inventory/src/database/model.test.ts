import type { TestDatabase } from "@caravan/database/testing";
import fc from "fast-check";
import { afterAll, beforeAll, it } from "vitest";
import { fakeStores } from "../testing/fake-stores.ts";
import { hold, holdAgain, linesOver } from "../testing/model/hold-commands.ts";
import { closeSale, holdOfSale, openSale } from "../testing/model/sale-commands.ts";
import { believe, openShop } from "../testing/model/shop.ts";
import { countTwice, restockTwice } from "../testing/model/staff-commands.ts";
import { expire, step } from "../testing/model/step-commands.ts";
import * as schema from "./schema.ts";
import { openStores } from "./stores.ts";
import { openInventoryDatabase, putOnShelves } from "./testing/real-stores.ts";

let test: TestDatabase;
beforeAll(async () => {
  test = await openInventoryDatabase();
});
afterAll(() => test.close());

/** Few pieces, so that shortage, splits and lost pieces are the rule. */
const skus = ["CAR-0001", "CAR-0002", "CAR-0003"];
const pieces = Object.fromEntries(skus.map((sku, i) => [sku, { north: 4 + i, south: 3, coast: 2 * i }]));

const commands = (() => {
  const where = fc.record({
    sku: fc.constantFrom(...skus),
    warehouse: fc.constantFrom("north", "south", "coast"),
  });
  const words = fc.constantFrom("commit", "release", "return");
  return fc.commands(
    [
      linesOver(skus).map(hold),
      linesOver(skus).map(hold),
      fc.tuple(fc.nat(9), fc.constantFrom(0, 0, 1)).map((it) => holdAgain(...it)),
      fc.tuple(words, fc.nat(9), fc.integer({ min: 1, max: 3 })).map((it) => step(...it)),
      fc.tuple(fc.constant("commit" as const), fc.nat(9), fc.constant(1)).map((it) => step(...it)),
      fc.constantFrom(1, 6, 16).map(expire),
      fc.tuple(fc.constantFrom(...skus), fc.integer({ min: 1, max: 8 })).map((it) => openSale(...it)),
      fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 3 })).map((it) => holdOfSale(...it)),
      fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 3 })).map((it) => holdOfSale(...it)),
      fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 3 })).map((it) => closeSale(...it)),
      fc.tuple(where, fc.integer({ min: 1, max: 5 })).map((it) => restockTwice(...it)),
      fc.tuple(where, fc.integer({ min: -4, max: 3 })).map((it) => countTwice(...it)),
    ],
    { maxCommands: 40, size: "max" },
  );
})();

it("the invariants hold after every step of any sequence (fake)", async () => {
  await fc.assert(
    fc.asyncProperty(commands, (some) =>
      fc.asyncModelRun(() => ({ model: believe(pieces), real: openShop(fakeStores(pieces), skus) }), some),
    ),
    { numRuns: 300 },
  );
});

it("the invariants hold after every step of any sequence (MariaDB)", async () => {
  const tables = [
    ...[schema.reservations, schema.reservationLines, schema.movements],
    ...[schema.warehouseStock, schema.idempotency, schema.allotments, schema.allotmentPlaces],
  ];
  const empty = async () => {
    for (const table of tables) await test.database.drizzle.delete(table);
    await putOnShelves(test.database, pieces, new Date(0));
  };
  await fc.assert(
    fc
      .asyncProperty(commands, (some) =>
        fc.asyncModelRun(
          () => ({ model: believe(pieces), real: openShop(openStores(test.database), skus) }),
          some,
        ),
      )
      .beforeEach(empty),
    { numRuns: 25 },
  );
});
