import { join } from "node:path";
import { connect } from "@caravan/database/plain";
import { openTestDatabase } from "@caravan/database/testing";
import { execa } from "execa";
import * as v from "valibot";
import { Databases, tradingApps } from "./trade.ts";

/** Fresh databases of the three apps in one real MariaDB, and a user for them. */
export const openShopDatabases = async (): Promise<{ databases: Databases; close(): Promise<void> }> => {
  const { server, settings, close } = await openTestDatabase();
  const { host, port } = server;
  const root = await connect(settings);
  const user = { username: "shop", password: "shop" };
  await root.query("create user shop identified by 'shop'");
  for (const app of tradingApps) {
    await root.query(`create database \`${app}\` character set utf8mb4 collate utf8mb4_bin`);
    await root.query(`grant all on \`${app}\`.* to shop`);
  }
  await root.end();
  const databases = Object.fromEntries(
    tradingApps.map((app) => [app, { host, port, database: app, ...user }]),
  );
  return { databases: v.parse(Databases, databases), close };
};

/**
 * Runs the migration of every app from the release in that folder, as its Job does: tables, then initial data.
 *
 * @param heldBackOf an app's migrations that do not run yet
 */
export const migrateAll = async (
  folder: string,
  databases: Databases,
  heldBackOf: (app: string) => Promise<readonly string[]> = async () => [],
): Promise<void> => {
  for (const app of tradingApps) {
    const { host, port, database, username, password } = databases[app];
    await execa(process.execPath, ["src/migrate.ts"], {
      cwd: join(folder, "apps", app),
      env: {
        DATABASE_HOST: host,
        DATABASE_PORT: String(port),
        DATABASE_NAME: database,
        DATABASE_USERNAME: username,
        DATABASE_PASSWORD: password,
        MIGRATIONS_HELD_BACK: (await heldBackOf(app)).join(","),
      },
    });
  }
};
