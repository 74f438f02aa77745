import { MigrationEnvironment, migrate, openDatabase } from "@caravan/database";
import { loadConfig, log, WholeNumber } from "@caravan/service-kit";
import * as v from "valibot";
import { cleanUp } from "./database/clean-up.ts";

/** What is kept of ended releases: the newest of each service, and those of so many days. */
const KeptEnvironment = v.object({
  KEEP_PER_SERVICE: v.optional(WholeNumber(1, 10_000), "50"),
  KEEP_DAYS: v.optional(WholeNumber(30, 36_500), "400"),
});

const settings = loadConfig(MigrationEnvironment);
const { KEEP_PER_SERVICE: perService, KEEP_DAYS: days } = loadConfig(KeptEnvironment);
await migrate(settings);
log.info("tables are in place");
const isClean = await cleanUp(() => openDatabase({ ...settings, poolSize: 1 }), { perService, days }, log);
// The daily Job is there for this, so it fails (`kube_job_failed`); one that a new version waits for is not.
if (!isClean && process.argv.includes("scheduled")) process.exitCode = 1;
