import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { idempotent } from "./idempotency/idempotent.ts";
import { onceOnly } from "./inbox/once-only.ts";
import { purge, startPurge } from "./start-purge.ts";
import { idempotencyTable, inboxTable } from "./tables.ts";
import { messagingMigrations, openTestDatabase, type TestDatabase } from "./testing/index.ts";

let fixture: TestDatabase;

beforeAll(async () => {
  fixture = await openTestDatabase({ migrationsFolder: messagingMigrations });
});
afterAll(() => fixture.close());

const answer = () =>
  idempotent(
    { database: fixture.database, scope: "s", key: "k", requestHash: "h", newResourceId: () => "ord_1" },
    async () => ({ status: 200, body: {} }),
  );
const seen = () => fixture.database.transaction((tx) => onceOnly(tx, "on-order-placed", "e"));
const tables = [idempotencyTable, inboxTable];

test("keys and events are deleted when they expire, and not before", async () => {
  const { database } = fixture;
  await answer();
  await seen();
  expect(await purge({ database, tables })).toBe(0);
  expect([(await answer()).replayed, await seen()]).toEqual([true, false]);
  await database.drizzle.execute(sql`update idempotency set expires_at = now(3) - interval 1 second`);
  await database.drizzle.execute(sql`update inbox set seen_at = now(3) - interval 8 day`);
  expect(await purge({ database, tables })).toBe(2);
  expect([(await answer()).replayed, await seen()]).toEqual([false, true]);
});

test("a large number is purged completely, in batches", async () => {
  const { database } = fixture;
  await database.drizzle
    .insert(inboxTable)
    .values(
      Array.from({ length: 2500 }, (_, n) => ({ consumer: "c", eventId: `${n}`, seenAt: new Date(0) })),
    );
  expect(await purge({ database, tables: [inboxTable] })).toBe(2500);
});

test("one replica purges at a time", async () => {
  const { database } = fixture;
  await database.drizzle.insert(inboxTable).values({ consumer: "c", eventId: "old", seenAt: new Date(0) });
  await database.transaction(async (other) => {
    await other.execute(sql`select get_lock(concat(database(), '.purge'), 0)`);
    expect(await purge({ database, tables })).toBe(0);
    await other.execute(sql`select release_lock(concat(database(), '.purge'))`);
  });
  expect(await purge({ database, tables })).toBe(1);
});

test("the first run comes within a minute, for short-lived pods", () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const transaction = vi.fn(async () => 0);
  const purging = startPurge({ database: { transaction: transaction as never }, tables });
  vi.advanceTimersByTime(4_000);
  expect(transaction).not.toHaveBeenCalled();
  vi.advanceTimersByTime(57_000);
  expect(transaction).toHaveBeenCalled();
  vi.useRealTimers();
  return purging.stop();
});

test("purging repeats until it is stopped", async () => {
  const { database } = fixture;
  const purging = startPurge({ database, tables, inboxSeconds: 0, everySeconds: 0.02 });
  await vi.waitFor(async () => expect(await database.drizzle.select().from(inboxTable)).toEqual([]), {
    timeout: 20_000,
  });
  await purging.stop();
});
