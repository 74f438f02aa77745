export { anyText, damagedBy } from "./any-text.ts";
export { messagingMigrations } from "./messaging-migrations.ts";
export { openTestDatabase, type TestDatabase, type TestDatabaseOptions } from "./open-test-database.ts";
export { type MariaDb, startMariaDb } from "./start-mariadb.ts";
