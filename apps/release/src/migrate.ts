import { MigrationEnvironment, migrate, openDatabase } from "@caravan/database";
import { loadConfig, log, WholeNumber } from "@caravan/service-kit";
import * as v from "valibot";
import { dropEnded } from "./database/drop-ended.ts";

/** What is kept of ended releases: the newest of each service, and those of so many days. */
const KeptEnvironment = v.object({
  KEEP_PER_SERVICE: v.optional(WholeNumber(1, 10_000), "50"),
  KEEP_DAYS: v.optional(WholeNumber(30, 36_500), "400"),
});

const settings = loadConfig(MigrationEnvironment);
const { KEEP_PER_SERVICE: perService, KEEP_DAYS: days } = loadConfig(KeptEnvironment);
await migrate(settings);
log.info("tables are in place");
const database = await openDatabase({ ...settings, poolSize: 1 });
try {
  const dropped = await dropEnded(database, { perService, days }, new Date());
  log.info({ dropped, perService, days }, "releases that ended long ago are dropped");
} finally {
  await database.close();
}
