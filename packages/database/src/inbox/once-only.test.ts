import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isDuplicateEntry } from "../errors.ts";
import { messagingMigrations, openTestDatabase, type TestDatabase } from "../testing/index.ts";
import { onceOnly } from "./once-only.ts";

let fixture: TestDatabase;

beforeAll(async () => {
  fixture = await openTestDatabase({ migrationsFolder: messagingMigrations });
  await fixture.database.drizzle.execute(sql`create table effects (event_id varchar(100))`);
});
afterAll(() => fixture.close());

const apply = (eventId: string, consumer = "on-order-placed", fail = false) =>
  fixture.database.transaction(async (tx) => {
    if (!(await onceOnly(tx, consumer, eventId))) return false;
    await tx.execute(sql`insert into effects values (${eventId})`);
    if (fail) throw new Error("the handler failed");
    return true;
  });

const effects = async (eventId: string) =>
  (
    await fixture.database.drizzle.execute(
      sql`select count(*) as count from effects where event_id = ${eventId}`,
    )
  )[0];

test("an event delivered three times in a row is applied once", async () => {
  expect([await apply("a"), await apply("a"), await apply("a")]).toEqual([true, false, false]);
  expect(await effects("a")).toEqual([{ count: 1 }]);
});

test("an event delivered eight times at once is applied once", async () => {
  const applied = await Promise.all(Array.from({ length: 8 }, () => apply("b")));
  expect(applied.filter(Boolean)).toHaveLength(1);
  expect(await effects("b")).toEqual([{ count: 1 }]);
});

test("an event whose handler failed is applied by its next delivery", async () => {
  await expect(apply("c", "on-order-placed", true)).rejects.toThrow("the handler failed");
  expect(await apply("c")).toBe(true);
  expect(await effects("c")).toEqual([{ count: 1 }]);
});

test("each consumer applies an event for itself", async () => {
  expect([await apply("d", "one"), await apply("d", "two")]).toEqual([true, true]);
});

test("ids that differ only by case or accent are two events", async () => {
  expect([await apply("évent"), await apply("event"), await apply("Event")]).toEqual([true, true, true]);
});

test("an id too long for the table is refused instead of being taken for another", async () => {
  const long = "x".repeat(100);
  expect(await apply(long)).toBe(true);
  await expect(apply(`${long}y`)).rejects.toMatchObject({ code: "ER_DATA_TOO_LONG" });
});

test("several events are recorded together, or none of them when one was applied before", async () => {
  const record = (...ids: string[]) =>
    fixture.database.transaction((tx) => onceOnly(tx, "on-several", ...ids));
  expect(await record("s1", "s2")).toBe(true);
  await expect(record("s3", "s2")).rejects.toSatisfy((error) => isDuplicateEntry(error));
  expect(await record("s3")).toBe(true);
  expect(await record("s1")).toBe(false);
});
