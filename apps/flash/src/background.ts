import { type Background, every, type Logger } from "@caravan/service-kit";
import type { Dependencies, Watching } from "./dependencies.ts";
import { showSaleHealth, showTicketLag } from "./telemetry.ts";
import { advanceTickets } from "./use-cases/advance-tickets.ts";
import { giveUpDrafts } from "./use-cases/give-up-drafts.ts";
import { createKeeper } from "./use-cases/keep-sales.ts";

/** A process that dies leaves its sales to another after so long. */
const leaseSeconds = 6;
const claimSeconds = 2;
const roundSeconds = 0.25;
const advanceSeconds = 0.2;
const draftSeconds = 30;

/** Background work; any number of processes may run it. */
export const startWorkers = (
  dependencies: Dependencies & { readonly watching: Watching },
  name: string,
  log: Logger,
): readonly Background[] => {
  const keeper = createKeeper(dependencies, { name, leaseSeconds });
  return [
    every(claimSeconds, "take leases of sales", keeper.claim, log),
    every(roundSeconds, "keep sales", keeper.round, log),
    every(draftSeconds, "give up drafts", () => giveUpDrafts(dependencies), log),
    every(advanceSeconds, "advance tickets", () => advanceTickets(dependencies), log),
    every(1, "tell those who watch", dependencies.watching.look, log),
    every(1, "keep streams alive", async () => dependencies.watching.beat(), log),
    every(
      5,
      "measure sales",
      async () => showSaleHealth(await dependencies.sales.health(dependencies.now())),
      log,
    ),
    every(
      5,
      "measure tickets",
      async () => showTicketLag(await dependencies.tickets.lag(dependencies.now())),
      log,
    ),
  ];
};
