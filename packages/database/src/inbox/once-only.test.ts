import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { messagingMigrations, openTestDatabase, type TestDatabase } from "../testing/index.ts";
import { onceOnly } from "./once-only.ts";
import { recordEvents } from "./record-events.ts";

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

test("an id too long for the table is refused instead of being truncated to another", async () => {
  const long = "x".repeat(100);
  expect(await apply(long)).toBe(true);
  await expect(apply(`${long}y`)).rejects.toMatchObject({ code: "ER_DATA_TOO_LONG" });
});

test("several events are recorded together, and those that were applied before are named", async () => {
  const eventsOf = (...ids: string[]) => ids.map((id) => ({ consumer: "on-several", id }));
  const record = (...ids: string[]) =>
    fixture.database.transaction(async (tx) => [...(await recordEvents(tx, eventsOf(...ids)))]);
  expect(await record("s1", "s2")).toEqual([]);
  expect(await record("s3", "s2", "s0")).toEqual(eventsOf("s2"));
  expect(await record("s0", "s1", "s2", "s3", "s4")).toEqual(eventsOf("s0", "s1", "s2", "s3"));
  expect(await record()).toEqual([]);
});

test("several events of which one is too long for the table are refused, and none is recorded", async () => {
  const record = (...ids: string[]) =>
    fixture.database.transaction((tx) =>
      recordEvents(
        tx,
        ids.map((id) => ({ consumer: "on-long", id })),
      ),
    );
  await expect(record("l1", "x".repeat(101))).rejects.toMatchObject({ code: "ER_DATA_TOO_LONG" });
  expect((await record("l1")).size).toBe(0);
});

/** The server refreshes that view only when it was not read for 0.1 s. */
const isWaiting = async (): Promise<void> => {
  const [rows] = await fixture.database.drizzle.execute(
    sql`select trx_id from information_schema.innodb_trx where trx_state = 'LOCK WAIT'`,
  );
  expect(rows).toHaveLength(1);
};

test("an event that another transaction is applying counts once that is committed, and not when it is undone", async () => {
  for (const ends of ["committed", "undone"]) {
    const [begun, end] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const first = fixture.database.transaction(async (tx) => {
      await onceOnly(tx, "on-slow", ends);
      begun.resolve();
      await end.promise;
      if (ends === "undone") throw new Error("undone");
    });
    await begun.promise;
    const second = fixture.database.transaction(async (tx) => {
      const events = [`${ends} other`, ends].map((id) => ({ consumer: "on-slow", id }));
      return [...(await recordEvents(tx, events))].map(({ id }) => id);
    });
    await vi.waitFor(isWaiting, { timeout: 5_000, interval: 250 });
    end.resolve();
    await first.catch(() => undefined);
    expect(await second).toEqual(ends === "committed" ? [ends] : []);
  }
});
