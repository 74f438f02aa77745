import type { Database } from "@caravan/database";
import type { Redis } from "ioredis";
import { openCurrentSales } from "./admission/current-sales.ts";
import { openAdmissions } from "./admission/open-admissions.ts";
import { openEntries } from "./database/entries.ts";
import { openSales } from "./database/sales.ts";
import { openTicketStore, type TicketStoreOptions } from "./database/ticket-store.ts";
import { openTickets } from "./database/tickets.ts";
import type { Dependencies } from "./dependencies.ts";

/** What the stores and admission are made of. */
export interface PartsOptions extends TicketStoreOptions {
  readonly database: Database;
  readonly redis: Redis;
  readonly log: Dependencies["log"];
}

/** Opens the stores in the database, and admission over Redis and them. */
export const openParts = ({ database, redis, now, log, ...options }: PartsOptions) => {
  const sales = openSales(database);
  const store = openTicketStore({ database, now, ...options });
  const diverged = (saleId: string): void => {
    sales.askForRebuild(saleId).catch((error: unknown) => {
      log.error({ err: error, sale: saleId }, "a rebuild could not be asked for; its keeper finds out");
    });
  };
  return {
    sales,
    currentSale: openCurrentSales(sales),
    entries: openEntries(database),
    tickets: openTickets(database),
    admissions: openAdmissions({ redis, store, diverged }),
  };
};
