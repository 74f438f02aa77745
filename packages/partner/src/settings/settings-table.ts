import { idText, jsonDocument } from "@caravan/database/tables";
import { mysqlTable } from "drizzle-orm/mysql-core";

/** What was set by the control API, so that it outlives a restart. */
export const settingsTable = mysqlTable("settings", {
  name: idText("name", { length: 40 }).primaryKey(),
  value: jsonDocument<object>("value").notNull(),
});
