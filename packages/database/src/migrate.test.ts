import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { migrate } from "./migrate.ts";
import { messagingMigrations, openTestDatabase, type TestDatabase } from "./testing/index.ts";

let fixture: TestDatabase;
let migrationsFolder: string;
let migrations: number;

beforeAll(async () => {
  fixture = await openTestDatabase();
  migrationsFolder = await mkdtemp(join(tmpdir(), "caravan-migrations-"));
  await cp(messagingMigrations, migrationsFolder, { recursive: true });
  migrations = (await readdir(migrationsFolder)).filter((name) => name.endsWith(".sql")).length;
  // Slow enough that the replicas overlap; creating a table twice would fail.
  const file = join(migrationsFolder, "0000_messaging.sql");
  await writeFile(file, `select sleep(0.3);\n--> statement-breakpoint\n${await readFile(file, "utf8")}`);
});
afterAll(async () => {
  await rm(migrationsFolder, { recursive: true, force: true });
  await fixture.close();
});

const applied = async () =>
  (await fixture.database.drizzle.execute(sql`select count(*) as count from __drizzle_migrations`))[0];

test("migrations raced by three replicas run once, and again nothing happens", async () => {
  const run = () => migrate({ ...fixture.settings, migrationsFolder });
  await Promise.all([run(), run(), run()]);
  expect(await applied()).toEqual([{ count: migrations }]);
  await run();
  expect(await applied()).toEqual([{ count: migrations }]);
});

test("a migration lock that stays taken refuses as unavailable", async () => {
  const holder = await fixture.database.transaction(async (tx) => {
    await tx.execute(sql`select get_lock(concat('migrate:', left(sha2(database(), 256), 40)), 0)`);
    return migrate({ ...fixture.settings, migrationsFolder, lockTimeoutSeconds: 0 }).then(
      () => undefined,
      (error: unknown) => error,
    );
  });
  expect(holder).toMatchObject({ kind: "unavailable", code: "database-unavailable" });
});
