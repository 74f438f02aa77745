import { fileURLToPath } from "node:url";
import { openTestDatabase, type TestDatabase } from "@caravan/database/testing";
import * as v from "valibot";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as tables from "../tables.ts";
import { openSetting } from "./open-setting.ts";

const migrationsFolder = fileURLToPath(new URL("../testing/migrations", import.meta.url));
let test: TestDatabase;
beforeAll(async () => {
  test = await openTestDatabase({ migrationsFolder, schema: tables });
});
afterAll(() => test.close());

let clock = new Date("2026-11-25T12:00:00.000Z");
const open = () =>
  openSetting({
    database: test.database,
    name: "rates",
    schema: v.strictObject({ rate: v.number() }),
    initial: { rate: 0 },
    now: () => clock,
  });

it("has the set value, in other replicas within a second, and after a restart", async () => {
  const [one, other] = [open(), open()];
  expect([await one.get(), await other.get()]).toEqual([{ rate: 0 }, { rate: 0 }]);
  await one.set({ rate: 0.5 });
  expect(await one.get()).toEqual({ rate: 0.5 });
  clock = new Date(clock.getTime() + 1000);
  expect(await other.get()).toEqual({ rate: 0.5 });
  expect(await open().get()).toEqual({ rate: 0.5 });
});

it("has its initial value when the stored one does not fit the schema any more", async () => {
  await test.database.drizzle.update(tables.settingsTable).set({ value: { share: 1 } });
  expect(await open().get()).toEqual({ rate: 0 });
});
