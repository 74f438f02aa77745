import type { Database } from "@caravan/database";
import { type Background, every, type Logger } from "@caravan/service-kit";
import { countRows } from "./database/count-rows.ts";
import { deleteExpired } from "./database/delete-expired.ts";
import { showTableRows } from "./telemetry.ts";
import type { SigningKeys } from "./tokens/signing-keys.ts";

/** Background work: reloads signing keys, and deletes expired rows. */
export const userBackground = (
  database: Pick<Database, "drizzle">,
  keys: Pick<SigningKeys, "reload">,
  now: () => Date,
  log: Logger,
): Background[] => [
  every(30, "read signing keys", keys.reload, log),
  every(600, "delete expired sessions", () => deleteExpired(database, now()), log),
  every(60, "count rows", async () => showTableRows(await countRows(database)), log),
];
