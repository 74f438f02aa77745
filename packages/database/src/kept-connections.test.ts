import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, openDatabase } from "./open-database.ts";
import { openTestDatabase, type TestDatabase } from "./testing/index.ts";

const poolSize = 4;
let fixture: TestDatabase;
let database: Database;
beforeAll(async () => {
  fixture = await openTestDatabase();
  database = await openDatabase({ ...fixture.settings, poolSize });
});
afterAll(async () => {
  await database.close();
  await fixture.close();
});

/** The server's number of each connection; all are in use at the same time. */
const connections = async (): Promise<unknown[]> => {
  const replies = await Promise.all(
    Array.from({ length: poolSize }, () =>
      database.drizzle.execute(sql`select connection_id() as id, sleep(0.2)`),
    ),
  );
  return replies.map(([rows]) => (Array.isArray(rows) ? JSON.stringify(rows) : "")).sort();
};

test("connections that were all in use are kept, with their prepared queries, while none is idle for long", async () => {
  const before = await connections();
  // mysql2 looks for idle connections once a second.
  await sleep(2_500);
  expect(await connections()).toEqual(before);
});
