import { auditShop } from "@caravan/audit";
import { loadConfig, log, readMountedSecret } from "@caravan/service-kit";
import { openBroker } from "./broker.ts";
import { AuditSecret, Config } from "./config.ts";
import { exitCodes, report } from "./report.ts";

const auditOnce = async (): Promise<number> => {
  const { LAG_SECONDS, SECRETS_FOLDER } = loadConfig(Config);
  const { redis: broker, ...databases } = await readMountedSecret("audit", AuditSecret, SECRETS_FOLDER);
  const redis = await openBroker(broker);
  const addressOf = async (name: keyof typeof databases) => databases[name];
  try {
    return report(await auditShop({ addressOf, redis, lagSeconds: LAG_SECONDS }), log);
  } finally {
    redis.disconnect();
  }
};

const couldNotAudit = (error: unknown): number => {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  log.fatal({ error: name, reason: message }, "the audit could not be made");
  return exitCodes.couldNotAudit;
};

// Node itself would exit with 1, which says that an invariant is broken.
process.on("uncaughtException", (error) => process.exit(couldNotAudit(error)));
process.exitCode = await auditOnce().catch(couldNotAudit);
