import { resolve } from "node:path";
import { connect } from "@caravan/database/plain";
import { openTestDatabase, type TestDatabase } from "@caravan/database/testing";
import { startRedis } from "@caravan/streams/testing";
import type { Connection } from "mysql2/promise";
import type { DatabaseName, Sources } from "../check.ts";

const names = ["inventory", "order", "payment", "logistics", "user", "bank"] as const;

/** Real databases with the tables of every service, and a real Redis. */
export interface TestShop extends Sources {
  /** More connections to the same, as somebody else would have them. */
  again(): Promise<Sources>;
  close(): Promise<void>;
}

const opened = async (tests: ReadonlyMap<DatabaseName, TestDatabase>) => {
  const connections: Connection[] = [];
  const open = async (name: DatabaseName): Promise<[DatabaseName, Connection]> => {
    const settings = tests.get(name)?.settings;
    if (!settings) throw new Error(`no database ${name}`);
    const connection = await connect(settings);
    connections.push(connection);
    return [name, connection];
  };
  const databases = Object.fromEntries(await Promise.all(names.map(open))) as Record<
    DatabaseName,
    Connection
  >;
  return { databases, connections };
};

export async function openShop(): Promise<TestShop> {
  const tests = new Map<DatabaseName, TestDatabase>();
  for (const name of names)
    tests.set(
      name,
      await openTestDatabase({
        migrationsFolder: resolve(import.meta.dirname, "../../../../apps", name, "migrations"),
        poolSize: 1,
      }),
    );
  const server = await startRedis();
  const { databases, connections } = await opened(tests);
  const all = [...connections];
  return {
    ...databases,
    redis: server.redis,
    async again() {
      const more = await opened(tests);
      all.push(...more.connections);
      return { ...more.databases, redis: server.redis };
    },
    async close() {
      for (const connection of all) connection.destroy();
      await server.stop();
      for (const test of tests.values()) await test.close();
    },
  };
}
