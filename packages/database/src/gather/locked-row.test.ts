import { sql } from "drizzle-orm";
import { int, mysqlTable } from "drizzle-orm/mysql-core";
import { createConnection } from "mysql2/promise";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, openDatabase } from "../open-database.ts";
import { openTestDatabase, type TestDatabase } from "../testing/index.ts";

const counters = mysqlTable("counters", { id: int("id").primaryKey(), value: int("value").notNull() });

let fixture: TestDatabase;
let database: Database;
let deadlineAt: number | undefined;

beforeAll(async () => {
  fixture = await openTestDatabase();
  database = await openDatabase({
    ...fixture.settings,
    context: () => (deadlineAt === undefined ? undefined : { deadlineAt }),
  });
  await database.drizzle.execute(sql`create table counters (id int primary key, value int not null)`);
  for (let id = 0; id <= 60; id += 1) await database.drizzle.insert(counters).values({ id, value: 0 });
});
afterAll(async () => {
  await database.close();
  await fixture.close();
});

/** Adds one to each, in one transaction, and holds all of its locks until the end. */
const adding = () =>
  database.gather(
    (ids: readonly number[]) =>
      database.transaction(async (tx) => {
        for (const id of ids) await tx.execute(sql`update counters set value = value + 1 where id = ${id}`);
        return ids;
      }),
    { most: 16, keysOf: (id: number) => [`counter-${id}`] },
  );

/** Another process that hangs within its transaction. */
const holdLock = async (id: number) => {
  const { host, port, username, password, database: name } = fixture.settings;
  const other = await createConnection({ host, port, user: username, password, database: name });
  await other.query("begin");
  await other.query("update counters set value = value where id = ?", [id]);
  return { letGo: () => other.query("rollback"), close: () => other.destroy() };
};

const countOf = async (id: number) =>
  (await database.drizzle.select().from(counters)).find((row) => row.id === id)?.value;

test("a stuck row holds up only itself: fifty other calls pass within two seconds, its own is refused in time and works once it is free", async () => {
  const add = adding();
  const hung = await holdLock(60);
  const startedAt = Date.now();
  const blocked = add(60);
  const others = Array.from({ length: 50 }, (_, id) => add(id));
  await Promise.all(others);
  expect(Date.now() - startedAt).toBeLessThan(2_000);
  // Also calls that come after the hang was detected, about the same row or not.
  const again = add(60);
  const later = Date.now();
  await Promise.all(Array.from({ length: 50 }, (_, id) => add(id)));
  expect(Date.now() - later).toBeLessThan(1_000);
  for (const refused of [blocked, again])
    await expect(refused).rejects.toMatchObject({
      kind: "unavailable",
      code: "database-busy",
      retryAfterSeconds: 2,
    });
  expect(Date.now() - startedAt).toBeLessThan(6_000);
  expect(database.locks()).toEqual({ waiting: 0, refused: 2 });
  await hung.letGo();
  hung.close();
  await add(60);
  expect(await countOf(60)).toBe(1);
});

test("sixteen stuck rows, as left by a frozen replica, do not hold up the rest", async () => {
  const add = adding();
  const hung = await Promise.all(Array.from({ length: 16 }, (_, id) => holdLock(id)));
  const all = Promise.allSettled(Array.from({ length: 60 }, (_, id) => add(id)));
  const startedAt = Date.now();
  await Promise.all(Array.from({ length: 30 }, (_, i) => add(20 + i)));
  expect(Date.now() - startedAt).toBeLessThan(4_000);
  await Promise.all(hung.map(({ letGo }) => letGo()));
  for (const { close } of hung) close();
  expect((await all).slice(16).every(({ status }) => status === "fulfilled")).toBe(true);
});

test("a blocked call is refused before its caller stops waiting", async () => {
  const add = adding();
  const hung = await holdLock(60);
  deadlineAt = Date.now() + 1_500;
  const blocked = add(60);
  await expect(blocked).rejects.toMatchObject({ retryAfterSeconds: 2, code: "database-busy" });
  expect(Date.now()).toBeLessThan(deadlineAt + 100);
  deadlineAt = undefined;
  hung.close();
});

test("the lock of a connection that went silent is released by the server", async () => {
  const silent = await openDatabase({ ...fixture.settings, poolSize: 1 });
  let release = () => {};
  const asleep = new Promise<void>((resolve) => {
    release = resolve;
  });
  let began = () => {};
  const begun = new Promise<void>((resolve) => {
    began = resolve;
  });
  const hangs = silent.transaction(async (tx) => {
    await tx.execute(sql`set session idle_transaction_timeout = 1`);
    await tx.execute(sql`update counters set value = value + 100 where id = 59`);
    began();
    await asleep;
  });
  const ended = expect(hangs).rejects.toMatchObject({ code: "database-unavailable" });
  await begun;
  await expect.poll(() => adding()(59), { timeout: 10_000 }).toBe(59);
  release();
  await ended;
  expect(await countOf(59)).toBeLessThan(100);
  await silent.close();
});
