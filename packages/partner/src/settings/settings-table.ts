import { idText, jsonDocument } from "@caravan/database/tables";
import { mysqlTable } from "drizzle-orm/mysql-core";

/** Settings of the control API, which survive a restart. */
export const settingsTable = mysqlTable("settings", {
  name: idText("name", { length: 40 }).primaryKey(),
  value: jsonDocument<object>("value").notNull(),
});
