import { createConnection } from "mysql2/promise";
import type { DatabaseSettings } from "../connections.ts";
import { migrate } from "../migrate.ts";
import { type Database, openDatabase } from "../open-database.ts";
import { type MariaDb, startMariaDb } from "./start-mariadb.ts";

/** A fresh database in a real MariaDB, and what a test needs of it. */
export interface TestDatabase {
  readonly database: Database;
  /** To open more pools on the same database, as further replicas would. */
  readonly settings: DatabaseSettings;
  readonly server: MariaDb;
  /** Closes the pool; the server goes with the last database of this process. */
  close(): Promise<void>;
}

/** What the fresh database is to hold. */
export interface TestDatabaseOptions {
  /** Run first; without it the database stays empty. An app gives its own `migrations` folder. */
  readonly migrationsFolder?: string;
  readonly schema?: Record<string, unknown>;
  readonly poolSize?: number;
}

let shared: { server: Promise<MariaDb>; users: number; databases: number } | undefined;

/**
 * Opens a fresh database for a test file; starts the server when none runs in this process.
 *
 * @example
 * let test: TestDatabase;
 * beforeAll(async () => {
 *   test = await openTestDatabase({ migrationsFolder: "apps/order/migrations", schema });
 * });
 * afterAll(() => test.close());
 */
export const openTestDatabase = async (options: TestDatabaseOptions = {}): Promise<TestDatabase> => {
  shared ??= { server: startMariaDb(), users: 0, databases: 0 };
  const use = shared;
  use.users += 1;
  use.databases += 1;
  const server = await use.server;
  const name = `test_${use.databases}`;
  const root = await createConnection({ host: server.host, port: server.port, user: "root" });
  await root.query(`create database ${name} character set utf8mb4 collate utf8mb4_bin`);
  root.destroy();
  const settings = {
    ...{ host: server.host, port: server.port, database: name, username: "root", password: "" },
    ...(options.poolSize === undefined ? {} : { poolSize: options.poolSize }),
  };
  if (options.migrationsFolder !== undefined) {
    await migrate({ ...settings, migrationsFolder: options.migrationsFolder });
  }
  const database = await openDatabase({
    ...settings,
    ...(options.schema === undefined ? {} : { schema: options.schema }),
  });
  return {
    database,
    settings,
    server,
    async close() {
      await database.close();
      use.users -= 1;
      if (use.users > 0) return;
      if (shared === use) shared = undefined;
      await server.stop();
    },
  };
};
