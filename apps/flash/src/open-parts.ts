import type { Database } from "@caravan/database";
import type { Redis } from "ioredis";
import { openCurrentSales } from "./admission/current-sales.ts";
import { openAdmissions } from "./admission/open-admissions.ts";
import { openEntries } from "./database/entries.ts";
import { openSales } from "./database/sales.ts";
import { openTicketStore, type TicketStoreOptions } from "./database/ticket-store.ts";
import { openTickets } from "./database/tickets.ts";
import { openWatched } from "./database/watched.ts";
import type { Dependencies } from "./dependencies.ts";
import { createRush } from "./rush.ts";
import { openWatching } from "./watching/open-watching.ts";

/** What the stores and admission are made of. */
export interface PartsOptions extends TicketStoreOptions {
  readonly database: Database;
  readonly redis: Redis;
  readonly log: Dependencies["log"];
  readonly mostStreams: number;
  readonly onWatchers?: (count: number) => void;
}

/** Opens the stores in the database, and admission over Redis and them. */
export const openParts = ({
  database,
  redis,
  now,
  log,
  mostStreams,
  onWatchers,
  ...options
}: PartsOptions) => {
  const sales = openSales(database);
  const store = openTicketStore({ database, now, ...options });
  const diverged = (saleId: string): void => {
    sales.askForRebuild(saleId).catch((error: unknown) => {
      log.error({ err: error, sale: saleId }, "a rebuild could not be asked for; its keeper finds out");
    });
  };
  const currentSale = openCurrentSales(sales);
  const [entries, tickets] = [openEntries(database, now), openTickets(database)];
  return {
    ...{ sales, currentSale, entries, tickets, rush: createRush(now) },
    watching: openWatching({
      ...{ currentSale, now, entries, tickets, mostStreams },
      watched: openWatched(database),
      onCount: onWatchers ?? (() => {}),
    }),
    admissions: openAdmissions({ redis, store, diverged }),
  };
};
