import { createHash } from "node:crypto";
import { drizzle } from "drizzle-orm/mysql2";
import { migrate as runMigrations } from "drizzle-orm/mysql2/migrator";
import { createConnection } from "mysql2/promise";
import type { DatabaseSettings } from "./connections.ts";
import { databaseUnavailable, translateError } from "./errors.ts";
import { type Held, withoutHeldBack } from "./held-back.ts";

/** Where to migrate, and from which folder. */
export interface MigrateOptions
  extends Held,
    Pick<DatabaseSettings, "host" | "port" | "database" | "username" | "password"> {
  /** The folder that drizzle-kit generated. */
  readonly migrationsFolder: string;
  /** How long to wait for another replica's migration; default 120. */
  readonly lockTimeoutSeconds?: number;
}

/**
 * Brings the database to the newest migration, or to the one before those that are held back. Replicas may race: one runs at a time (a named lock of the server),
 * the others wait and find nothing left to do. MySQL and MariaDB commit every DDL statement separately, so keep one
 * DDL statement per migration where a partly applied one would hurt.
 *
 * @throws Refusal `database-unavailable` when the database is unreachable or the lock stays taken; Error when a migration
 * that is named is not there
 */
export const migrate = async ({
  migrationsFolder,
  lockTimeoutSeconds = 120,
  heldBack = [],
  named,
  ...settings
}: MigrateOptions) => {
  try {
    const connection = await createConnection({
      host: settings.host,
      port: settings.port,
      database: settings.database,
      user: settings.username,
      password: settings.password,
      charset: "utf8mb4_bin",
      timezone: "Z",
      connectTimeout: 5_000,
    });
    try {
      // Released by the server when the connection ends, however it ends. Lock names hold at most 64 characters.
      const lock = `migrate:${createHash("sha256").update(settings.database).digest("hex").slice(0, 40)}`;
      const [rows] = await connection.query({
        sql: "select get_lock(?, ?) as taken",
        values: [lock, lockTimeoutSeconds],
        rowsAsArray: true,
      });
      if (JSON.stringify(rows) !== "[[1]]") throw databaseUnavailable("the migration lock stays taken");
      await connection.query("set session time_zone = '+00:00'");
      const client = drizzle({ client: connection });
      await withoutHeldBack(migrationsFolder, { heldBack, named }, (folder) =>
        runMigrations(client, { migrationsFolder: folder }),
      );
    } finally {
      connection.destroy();
    }
  } catch (error) {
    throw translateError(error);
  }
};
