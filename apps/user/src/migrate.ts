import { MigrationEnvironment, migrate, openDatabase } from "@caravan/database";
import { loadConfig, log } from "@caravan/service-kit";
import { StaffEnvironment } from "./config.ts";
import { ensureStaff } from "./database/ensure-staff.ts";
import { openPasswords } from "./passwords/open-passwords.ts";

const settings = loadConfig(MigrationEnvironment);
const staff = loadConfig(StaffEnvironment);
await migrate(settings);
log.info("tables are in place");
if (staff !== undefined) {
  const database = await openDatabase({ ...settings, poolSize: 1 });
  try {
    const outcome = await ensureStaff(database, openPasswords(), staff, new Date());
    log.info({ outcome }, "the staff account is in place");
  } finally {
    await database.close();
  }
}
