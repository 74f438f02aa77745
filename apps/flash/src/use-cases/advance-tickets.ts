import { secondsAfter } from "@caravan/contracts";
import { workOff } from "@caravan/database";
import type { Dependencies } from "../dependencies.ts";
import type { Sale } from "../domain/sale.ts";
import type { Progress, Ticket } from "../domain/ticket.ts";
import { again } from "./again.ts";
import { makeOrder, watchOrder } from "./ticket-order.ts";

/** Tickets under way at the same time. */
const batchSize = 32;

/** Batches of one round, so that it ends soon after it is stopped. */
const mostBatches = 50;

/** How long a claimed ticket is left to its process. */
const claimSeconds = 30;

/** How long tickets wait at most while people press: an order costs the machine as much as dozens of decisions. */
const yieldSeconds = 20;

/** Makes orders of tickets, learns what became of them, and gives pieces back. Any number of processes may run it. */
export const advanceTickets = (dependencies: Dependencies): Promise<void> => {
  const { tickets, now, rush, log } = dependencies;
  const dueBefore = (): Date => (rush.goesOn() ? secondsAfter(now(), -yieldSeconds) : now());
  return workOff({
    claim: (limit) => tickets.claimDue(dueBefore(), secondsAfter(now(), claimSeconds), limit),
    work: (ticket) => advanceTicket(dependencies, ticket),
    ...{ batchSize, mostBatches },
    onFault: (error, { id, task }) =>
      log.error({ err: error, ticket: id, task }, "a ticket cannot be advanced"),
  });
};

const advanceTicket = async (dependencies: Dependencies, ticket: Ticket): Promise<void> => {
  const sale = await dependencies.currentSale(ticket.saleId);
  const progress = await tryTask(dependencies, sale, ticket);
  if (progress === undefined) return;
  dependencies.countTicketStep(ticket.task ?? "none", progress.task ?? "done");
  await dependencies.tickets.progress(ticket, progress);
};

const tryTask = (
  dependencies: Dependencies,
  sale: Sale,
  ticket: Ticket,
): Promise<Progress | undefined> | undefined => {
  switch (ticket.task) {
    case "order":
      return makeOrder(dependencies, sale, ticket);
    case "watch":
      return watchOrder(dependencies, sale, ticket);
    case "give-back":
      return giveBack(dependencies, sale, ticket);
    case null:
      return undefined;
  }
};

/** The store notes the piece's return in the same step in which the next in line gets it: then nothing is left to write. */
const giveBack = async (
  dependencies: Dependencies,
  sale: Sale,
  ticket: Ticket,
): Promise<Progress | undefined> => {
  const { admissions, sales } = dependencies;
  const returned = await admissions.of(sale).giveBack(ticket.shopperId, ticket.id);
  if (returned.kind === "returned") return undefined;
  if (returned.kind === "unknown") await sales.askForRebuild(sale.id);
  return again(dependencies, ticket);
};
