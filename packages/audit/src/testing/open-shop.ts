import { resolve } from "node:path";
import { connect, type DatabaseAddress } from "@caravan/database/plain";
import { openTestDatabase, type TestDatabase } from "@caravan/database/testing";
import { startRedis } from "@caravan/streams/testing";
import { drizzle, type MySql2Database } from "drizzle-orm/mysql2";
import type { Redis } from "ioredis";
import type { Connection } from "mysql2/promise";
import { auditedDatabases, type DatabaseName } from "../check.ts";
import { type Databases, openDatabases } from "../databases.ts";

/** A database that tests write to. */
export type Writer = MySql2Database & { $client: Connection };

/** Real databases with the tables of every service, and a real Redis. */
export interface TestShop extends Record<DatabaseName, Writer> {
  redis: Redis;
  /** Of the same Redis, on the loopback interface. */
  redisPort: number;
  addressOf(name: DatabaseName): Promise<DatabaseAddress>;
  /** Opens the same databases as the audit does. */
  open(): Promise<Databases>;
  close(): Promise<void>;
}

export const openShop = async (): Promise<TestShop> => {
  const tests = new Map<DatabaseName, TestDatabase>();
  for (const name of auditedDatabases)
    tests.set(
      name,
      await openTestDatabase({
        migrationsFolder: resolve(import.meta.dirname, "../../../../apps", name, "migrations"),
        poolSize: 1,
      }),
    );
  const addressOf = async (name: DatabaseName) => {
    const settings = tests.get(name)?.settings;
    if (!settings) throw new Error(`no database ${name}`);
    return settings;
  };
  const connections: Connection[] = [];
  const write = async (name: DatabaseName): Promise<Writer> => {
    const connection = await connect(await addressOf(name));
    connections.push(connection);
    return drizzle({ client: connection });
  };
  const server = await startRedis();
  return {
    inventory: await write("inventory"),
    order: await write("order"),
    payment: await write("payment"),
    logistics: await write("logistics"),
    user: await write("user"),
    bank: await write("bank"),
    flash: await write("flash"),
    promotion: await write("promotion"),
    redis: server.redis,
    redisPort: server.port,
    addressOf,
    open: () => openDatabases(addressOf),
    async close() {
      for (const connection of connections) connection.destroy();
      await server.stop();
      for (const test of tests.values()) await test.close();
    },
  };
};
