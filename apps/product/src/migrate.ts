import { MigrationEnvironment, migrate, openDatabase } from "@caravan/database";
import { loadConfig, log } from "@caravan/service-kit";
import { readCatalogue } from "./database/catalogue.ts";
import { seedCatalogue } from "./database/seed-catalogue.ts";

const settings = loadConfig(MigrationEnvironment);
await migrate(settings);
const database = await openDatabase({ ...settings, poolSize: 1 });
try {
  log.info(await seedCatalogue(database, readCatalogue()), "catalogue is in place");
} finally {
  await database.close();
}
