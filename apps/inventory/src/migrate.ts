import { MigrationEnvironment, migrate, openDatabase } from "@caravan/database";
import { loadConfig, log } from "@caravan/service-kit";
import { seedStock } from "./database/seed-stock.ts";

const settings = loadConfig(MigrationEnvironment);
await migrate(settings);
const database = await openDatabase({ ...settings, poolSize: 1 });
try {
  log.info(await seedStock(database, new Date()), "stock is in place");
} finally {
  await database.close();
}
