import { auditShop } from "@caravan/audit";
import { loadConfig, log, readMountedSecret } from "@caravan/service-kit";
import type * as v from "valibot";
import { openBroker } from "./broker.ts";
import { AuditSecret, Config } from "./config.ts";
import { couldNotAudit, report } from "./report.ts";
import { showDeadLetters } from "./telemetry.ts";
import { watchBroker } from "./watch.ts";

type Settings = v.InferOutput<typeof Config>;

const watch = async (port: number, { SECRETS_FOLDER }: Settings): Promise<void> => {
  const { redis } = await readMountedSecret("audit", AuditSecret, SECRETS_FOLDER);
  const server = watchBroker(await openBroker(redis), port, showDeadLetters);
  // The first process of a container ends by no signal that it does not listen to.
  process.once("SIGTERM", () => server.close(() => process.exit(0)));
};

const auditOnce = async ({ LAG_SECONDS, SECRETS_FOLDER }: Settings): Promise<number> => {
  const { redis: broker, ...databases } = await readMountedSecret("audit", AuditSecret, SECRETS_FOLDER);
  const redis = await openBroker(broker);
  const addressOf = async (name: keyof typeof databases) => databases[name];
  try {
    return report(await auditShop({ addressOf, redis, lagSeconds: LAG_SECONDS }), log);
  } finally {
    redis.disconnect();
  }
};

// Node itself would exit with 1, which says that an invariant is broken.
process.on("uncaughtException", (error) => process.exit(couldNotAudit(error, log)));
try {
  const settings = loadConfig(Config);
  if (settings.WATCH_PORT === undefined) process.exitCode = await auditOnce(settings);
  else await watch(settings.WATCH_PORT, settings);
} catch (error) {
  process.exitCode = couldNotAudit(error, log);
}
