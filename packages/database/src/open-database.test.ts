import { Refusal } from "@caravan/contracts";
import { sql } from "drizzle-orm";
import { int, mysqlTable } from "drizzle-orm/mysql-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { idText, jsonDocument } from "./columns.ts";
import { isDuplicateEntry, QueryError } from "./errors.ts";
import { type Database, openDatabase } from "./open-database.ts";
import { openTestDatabase, type TestDatabase } from "./testing/index.ts";

const things = mysqlTable("things", {
  id: idText("id").primaryKey(),
  size: int("size"),
  document: jsonDocument<{ words: string[] }>("document"),
});

let fixture: TestDatabase;
const opened: Database[] = [];

const open = async (options: Partial<Parameters<typeof openDatabase>[0]>): Promise<Database> => {
  const database = await openDatabase({ ...fixture.settings, ...options });
  opened.push(database);
  return database;
};

beforeAll(async () => {
  fixture = await openTestDatabase();
  await fixture.database.drizzle.execute(
    sql.raw(
      `create table things (id ${things.id.getSQLType()} primary key, size int, document json) collate utf8mb4_general_ci`,
    ),
  );
});
afterAll(async () => {
  await Promise.all(opened.map((database) => database.close()));
  await fixture.close();
});

const refusalOf = (work: Promise<unknown>): Promise<Refusal> =>
  work.then(
    () => Promise.reject(new Error("was expected to refuse")),
    (error: unknown) => (error instanceof Refusal ? error : Promise.reject(error)),
  );

/** All that a log line or a reply could show of an error. */
const shown = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return `${error.stack} ${JSON.stringify(error)} ${error.cause === undefined ? "" : shown(error.cause)}`;
};

describe("a database", () => {
  test("that is unreachable refuses as unavailable without credentials, and recovers on its own", async () => {
    const database = await open({ password: "hunter2-secret", username: "caravan-user" });
    const denied = await refusalOf(database.ping());
    expect(denied).toMatchObject({ kind: "unavailable", code: "database-unavailable", retryAfterSeconds: 1 });
    expect(shown(denied)).not.toMatch(/hunter2-secret|caravan-user/);

    const good = await open({});
    await good.ping();
    process.kill(fixture.server.pid, "SIGKILL");
    const away = await refusalOf(good.drizzle.select().from(things));
    expect(away).toMatchObject({ kind: "unavailable", code: "database-unavailable" });
    expect(shown(away)).not.toMatch(/select|things/i);
    expect(await refusalOf(good.transaction((tx) => tx.select().from(things)))).toMatchObject({
      code: "database-unavailable",
    });

    await fixture.server.restart();
    await vi.waitFor(() => good.ping(), { timeout: 20_000 });
    await good.transaction((tx) => tx.select().from(things));
  });

  test("that does not answer times out, and its connection is not used again", async () => {
    const database = await open({ poolSize: 1, statementTimeoutSeconds: 0.2 });
    expect(await refusalOf(database.drizzle.execute(sql`select sleep(30)`))).toMatchObject({
      code: "database-unavailable",
    });
    expect(await refusalOf(database.transaction((tx) => tx.execute(sql`select sleep(30)`)))).toMatchObject({
      code: "database-unavailable",
    });
    expect(await database.drizzle.select().from(things)).toEqual([]);
    // The server has killed the statement.
    const running = sql`select count(*) as number from information_schema.processlist where info like 'select sleep%'`;
    await vi.waitFor(async () =>
      expect((await database.drizzle.execute(running))[0]).toEqual([{ number: 0 }]),
    );
  });

  test("does nothing for a caller that has stopped waiting, and kills its running statement", async () => {
    let deadlineAt = Date.now() + 300;
    const database = await open({ poolSize: 2, context: () => ({ deadlineAt }) });
    expect(await refusalOf(database.drizzle.execute(sql`select sleep(30)`))).toMatchObject({
      code: "deadline-exceeded",
    });
    expect(Date.now() - deadlineAt).toBeLessThan(500);
    deadlineAt = Date.now() + 300;
    const late = database.transaction(async (tx) => {
      await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(deadlineAt));
      await tx.insert(things).values({ id: "late" });
    });
    expect(await refusalOf(late)).toMatchObject({ code: "deadline-exceeded" });
    // Cleaning up afterwards has a time limit of its own.
    await database.transaction((tx) => tx.insert(things).values({ id: "tidy" }));
    await database.drizzle.delete(things);
  });

  test("whose connections are all busy refuses instead of queueing for ever", async () => {
    const database = await open({ poolSize: 1, acquireTimeoutSeconds: 1, schema: { things } });
    await database.transaction(async () => {
      const query = database.drizzle.select().from(things);
      expect(await refusalOf(query)).toMatchObject({ code: "database-unavailable" });
      // It is ready all the same, also for the first time: a pod that starts with a backlog gets requests and events.
      await database.ping();
    });
    await database.drizzle.select().from(things);
  });

  test("is not ready before every table and column of its schema is there", async () => {
    const later = mysqlTable("things", { id: idText("id"), colour: int("colour") });
    const database = await open({ schema: { later, unrelated: "text" } });
    const refusal = await refusalOf(database.ping());
    expect(refusal).toMatchObject({ kind: "unavailable", code: "database-not-migrated" });
    expect(shown(refusal.cause)).toContain("missing: things.colour");
    await database.drizzle.execute(sql`alter table things add column colour int`);
    await database.ping();
    await database.drizzle.execute(sql`alter table things drop column colour`);
  });

  test("speaks UTC, is strict and reads committed rows on every connection", async () => {
    const [rows] = await fixture.database.drizzle.execute(
      sql`select @@session.time_zone as zone, @@session.tx_isolation as level, @@session.sql_mode as mode,
        @@session.innodb_lock_wait_timeout as locks, @@session.idle_transaction_timeout as idle,
        @@session.max_statement_time as statement`,
    );
    expect(rows).toMatchObject([
      {
        ...{ zone: "+00:00", level: "READ-COMMITTED", mode: expect.stringContaining("STRICT_ALL_TABLES") },
        ...{ locks: 1, idle: 8, statement: 10 },
      },
    ]);
    const tooBig = fixture.database.drizzle.insert(things).values({ id: "big", size: 2 ** 40 });
    await expect(tooBig).rejects.toMatchObject({ name: "QueryError", code: "ER_WARN_DATA_OUT_OF_RANGE" });
  });

  test("tells a duplicate by its key, and keeps values out of its errors", async () => {
    await fixture.database.drizzle.insert(things).values({ id: "private-value" });
    const error: unknown = await fixture.database.drizzle
      .insert(things)
      .values({ id: "private-value" })
      .then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
    expect(error).toBeInstanceOf(QueryError);
    expect([
      isDuplicateEntry(error),
      isDuplicateEntry(error, "PRIMARY"),
      isDuplicateEntry(error, "other"),
    ]).toEqual([true, true, false]);
    expect(shown(error)).not.toContain("private-value");
  });

  test("reads JSON back as a value and tells ids apart by case", async () => {
    const { drizzle } = fixture.database;
    await drizzle.insert(things).values([{ id: "ord_a", document: { words: ["ü", '"'] } }, { id: "ord_A" }]);
    const rows = await drizzle.select().from(things).where(sql`${things.id} = ${"ord_a"}`);
    expect(rows).toEqual([{ id: "ord_a", size: null, document: { words: ["ü", '"'] } }]);
  });
});
