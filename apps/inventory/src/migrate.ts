import { migrate, openDatabase } from "@caravan/database";
import { loadConfig, log } from "@caravan/service-kit";
import { MigrationConfig } from "./config.ts";
import { seedStock } from "./database/seed-stock.ts";

const config = loadConfig(MigrationConfig);
const settings = {
  host: config.DATABASE_HOST,
  port: config.DATABASE_PORT,
  database: config.DATABASE_NAME,
  username: config.DATABASE_USERNAME,
  password: config.DATABASE_PASSWORD,
};

await migrate({ ...settings, migrationsFolder: config.MIGRATIONS_DIR });
const database = await openDatabase({ ...settings, poolSize: 1 });
try {
  log.info(await seedStock(database, new Date()), "stock is in place");
} finally {
  await database.close();
}
