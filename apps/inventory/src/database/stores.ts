import type { Database } from "@caravan/database";
import type { Stores } from "../dependencies.ts";
import { openAllotments } from "./allotments.ts";
import { openReservations } from "./reservations.ts";
import { openStock } from "./stock.ts";

/** All stores of the service over its database. */
export const openStores = (database: Database): Stores => ({
  reservations: openReservations(database),
  allotments: openAllotments(database),
  stock: openStock(database),
});
