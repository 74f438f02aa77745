import { sql } from "drizzle-orm";
import { createPool } from "mysql2";
import { createConnection } from "mysql2/promise";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { translateError } from "./errors.ts";
import { hold } from "./held-connection.ts";
import { type Database, openDatabase } from "./open-database.ts";
import { usualPatience } from "./patience.ts";
import { openTestDatabase, type TestDatabase } from "./testing/index.ts";

let fixture: TestDatabase;
let database: Database;
const asRoot = async (...statements: string[]) => {
  const { host, port } = fixture.server;
  const root = await createConnection({ host, port, user: "root", database: fixture.settings.database });
  for (const statement of statements) await root.query(statement);
  root.destroy();
};

beforeAll(async () => {
  fixture = await openTestDatabase();
  // Like the apps' users: it may not write to a read-only server.
  await asRoot(
    "create user app identified by 'app'",
    `grant select, insert, update, delete on ${fixture.settings.database}.* to app`,
    "create table things (id int primary key)",
  );
  database = await openDatabase({ ...fixture.settings, username: "app", password: "app", poolSize: 4 });
});
afterAll(async () => {
  await database.close();
  await fixture.close();
});
afterEach(() => asRoot("set global read_only = 0"));

const connectionId = async (): Promise<unknown> =>
  (await database.drizzle.execute(sql`select connection_id() as id`))[0];
const insert = (id: number) =>
  database.transaction((tx) => tx.execute(sql`insert into things values (${id})`));
const away = { kind: "unavailable", code: "database-unavailable" };

test("a server that became read-only is abandoned: its connections are closed, and the pod is not ready meanwhile", async () => {
  await Promise.all([1, 2, 3, 4].map(insert));
  const before = await connectionId();
  await asRoot("set global read_only = 1");
  await expect(database.ping()).rejects.toMatchObject(away);
  await expect(insert(5)).rejects.toMatchObject(away);
  await expect(database.drizzle.execute(sql`insert into things values (6)`)).rejects.toMatchObject(away);
  // A name that leads to the new primary now: as if the old one took writes again.
  await asRoot("set global read_only = 0");
  await database.ping();
  await Promise.all([5, 6, 7, 8].map(insert));
  expect(await connectionId()).not.toEqual(before);
  const [left] = await database.drizzle.execute(
    sql`select count(*) as number from information_schema.processlist where user = 'app' and id <= ${sql.raw(String((before as unknown as [{ id: number }])[0].id))}`,
  );
  await vi.waitFor(() => expect(left).toEqual([{ number: 0 }]));
});

test.each([
  [1290, "ER_OPTION_PREVENTS_STATEMENT", "MariaDB or Aurora, read-only"],
  [1836, "ER_READ_ONLY_MODE", "MySQL, read-only"],
  [1792, "ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION", "a read-only transaction"],
  [1047, "ER_UNKNOWN_COM_ERROR", "a Galera node apart from its cluster"],
  [3100, "ER_RUN_HOOK_ERROR", "a Group Replication member that lost its group"],
])("a connection that answers %i is closed and never returned to the pool (%s: %s)", async (errno, code) => {
  const pool = createPool({ host: "127.0.0.1", port: 1 });
  const destroyed = vi.fn();
  const released = vi.fn();
  const failing = Object.assign(Object.create(pool), {
    threadId: 1,
    query: (_: unknown, reply: (error: Error) => void) =>
      reply(Object.assign(new Error("no"), { errno, code })),
    destroy: destroyed,
    release: released,
  });
  const onElsewhere = vi.fn();
  const connection = hold(failing, {
    statementMilliseconds: 1_000,
    patience: () => usualPatience(undefined),
    onElsewhere,
    onGivenUp: () => {},
  });
  const refused = await connection.query({ sql: "insert" }).catch(translateError);
  expect(refused).toMatchObject(away);
  connection.release();
  expect(destroyed).toHaveBeenCalledOnce();
  expect(onElsewhere).toHaveBeenCalledOnce();
  expect(released).not.toHaveBeenCalled();
});
