import { MigrationEnvironment, migrate } from "@caravan/database";
import { loadConfig, log } from "@caravan/service-kit";

await migrate(loadConfig(MigrationEnvironment));
log.info("tables are in place");
