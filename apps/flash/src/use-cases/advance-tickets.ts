import { backoffSeconds } from "@caravan/contracts";
import { workOff } from "@caravan/database";
import type { Dependencies } from "../dependencies.ts";
import type { Sale } from "../domain/sale.ts";
import { type Progress, type Ticket, watchGraceSeconds } from "../domain/ticket.ts";

/** Tickets under way at the same time. */
const batchSize = 32;

/** Batches of one round, so that it ends soon after it is stopped. */
const mostBatches = 50;

/** How long a claimed ticket is left to its process. */
const claimSeconds = 30;

/** How often an order that is not paid yet is asked about, once it should have ended. */
const watchAgainSeconds = 30;

const longestPauseSeconds = 60;

/** How long tickets wait at most while people press: an order costs the machine as much as dozens of decisions. */
const yieldSeconds = 20;

/** Makes orders of tickets, learns what became of them, and gives pieces back. Any number of processes may run it. */
export const advanceTickets = (dependencies: Dependencies): Promise<void> => {
  const { tickets, now, rush, log } = dependencies;
  const dueBefore = (): Date => (rush.goesOn() ? after(now(), -yieldSeconds) : now());
  return workOff({
    claim: (limit) => tickets.claimDue(dueBefore(), after(now(), claimSeconds), limit),
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
      return order(dependencies, sale, ticket);
    case "watch":
      return watch(dependencies, ticket);
    case "give-back":
      return giveBack(dependencies, sale, ticket);
    case null:
      return undefined;
  }
};

const order = async (dependencies: Dependencies, sale: Sale, ticket: Ticket): Promise<Progress> => {
  const { entries, orders, now } = dependencies;
  const entry = await entries.find(ticket.saleId, ticket.shopperId);
  const deliverTo = entry?.deliverTo ?? null;
  if (entry === undefined || deliverTo === null) return refused(dependencies, sale, ticket, "account-erased");
  const placed = await orders.place(ticket, sale, entry.ownerId, deliverTo);
  switch (placed.kind) {
    case "done": {
      const { orderId, payBy } = placed;
      const askAt = after(payBy ?? after(now(), sale.paySeconds), watchGraceSeconds);
      return { task: "watch", dueAt: askAt, attempts: 0, orderId, payBy };
    }
    case "refused":
      return refused(dependencies, sale, ticket, placed.code);
    case "unclear":
      return again(dependencies, ticket);
  }
};

/** An earlier attempt, whose reply was lost, may have made the order: its piece is not another shopper's. */
const refused = async (
  dependencies: Dependencies,
  { paySeconds }: Sale,
  ticket: Ticket,
  reason: string,
): Promise<Progress> => {
  const known = await dependencies.orders.find(ticket.id);
  // There is a piece for each ticket: one that is missing is held by an attempt that failed, and comes back when its hold ends. If it
  // were given back now, all who wait would get it and lose it in turn.
  const isMissing = reason === "out-of-stock" && ticket.attempts < 10 + paySeconds / longestPauseSeconds;
  if (known === undefined || (known === "none" && isMissing)) return again(dependencies, ticket);
  if (known === "none") return goingBack(dependencies.now(), reason);
  return { task: "watch", dueAt: dependencies.now(), attempts: 0, orderId: known.orderId };
};

const watch = async (dependencies: Dependencies, ticket: Ticket): Promise<Progress> => {
  const { now } = dependencies;
  const known = await dependencies.orders.find(ticket.id);
  if (known === "none" || known === undefined) return again(dependencies, ticket);
  switch (known.piece) {
    case "sold":
      return { ...paid, orderId: known.orderId };
    case "back":
      return goingBack(now(), known.reason);
    case "held":
      return {
        task: "watch",
        dueAt: after(later(known.payBy ?? now(), now()), watchAgainSeconds),
        attempts: 0,
        orderId: known.orderId,
        payBy: known.payBy,
      };
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

/** Its order is confirmed: the piece is sold. */
export const paid: Progress = { task: null, dueAt: null, attempts: 0, paid: true };

const goingBack = (now: Date, reason: string): Progress => ({
  task: "give-back",
  dueAt: now,
  attempts: 0,
  reason: reason.slice(0, 60),
});

const again = ({ now, random }: Dependencies, { task, attempts }: Ticket): Progress => ({
  task,
  dueAt: after(now(), backoffSeconds(attempts + 1, 0.5, longestPauseSeconds, random())),
  attempts: attempts + 1,
});

const later = (one: Date, other: Date): Date => (one > other ? one : other);

const after = (from: Date, seconds: number): Date => new Date(from.getTime() + seconds * 1000);
