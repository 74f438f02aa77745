import { mysqlTable } from "drizzle-orm/mysql-core";
import { idText, moment } from "../columns.ts";

/**
 * The state of each guest and account that owns things in a service: one small row per person, kept as long as the
 * service. It is also the lock under which that person's things change owner.
 */
export const peopleTable = mysqlTable("people", {
  /** A guest's or an account's id. */
  subject: idText("subject", { length: 40 }).primaryKey(),
  /** The account that the guest joined. */
  became: idText("became", { length: 40 }),
  /** Since when the person's data is erased. */
  erasedAt: moment("erased_at"),
});
