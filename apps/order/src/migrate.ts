import { migrate } from "@caravan/database";
import { loadConfig, log } from "@caravan/service-kit";
import { MigrationConfig } from "./config.ts";

const config = loadConfig(MigrationConfig);

await migrate({
  host: config.DATABASE_HOST,
  port: config.DATABASE_PORT,
  database: config.DATABASE_NAME,
  username: config.DATABASE_USERNAME,
  password: config.DATABASE_PASSWORD,
  migrationsFolder: config.MIGRATIONS_DIR,
});
log.info("tables are in place");
