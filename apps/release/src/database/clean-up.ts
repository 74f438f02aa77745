import type { Database } from "@caravan/database";
import { dropEnded, type Kept } from "./drop-ended.ts";

/** What is said of it, with what it is about. */
interface Log {
  info(fields: object, text: string): void;
  error(fields: object, text: string): void;
}

/**
 * Drops what ended long ago, in a run that is there to migrate: a fault of this one keeps no new version from starting, so it is said in the
 * log and by what this returns. The next run tries again.
 *
 * @param open opens the database with the rights of the migration's user
 * @returns whether everything went that was to go
 */
export const cleanUp = async (
  open: () => Promise<Pick<Database, "drizzle" | "transaction" | "close">>,
  kept: Kept,
  log: Log,
): Promise<boolean> => {
  try {
    const database = await open();
    try {
      const dropped = await dropEnded(database, kept, new Date());
      log.info({ dropped, ...kept }, "releases that ended long ago are dropped");
    } finally {
      await database.close();
    }
    return true;
  } catch (error) {
    log.error({ err: error, ...kept }, "releases that ended long ago are not dropped; tables are in place");
    return false;
  }
};
