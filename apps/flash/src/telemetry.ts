import { counter, gauge } from "@caravan/service-kit";
import type { Dependencies, TicketLag } from "./dependencies.ts";
import type { SaleHealth } from "./sale-store.ts";

const decisions = counter("caravan_flash_decisions_total", "Clicks of flash sales, by what they were told.", [
  "decision",
]);
const stored = counter(
  "caravan_flash_tickets_total",
  "Tickets by the status that was stored: admitted, waiting, returned.",
  ["status"],
);
const rebuilds = counter("caravan_flash_rebuilds_total", "Rebuilds of a sale's admission, by outcome.", [
  "outcome",
]);
const differences = counter(
  "caravan_flash_differences_total",
  "Times that Redis and the store had different pieces of a sale; each leads to a rebuild.",
);
const steps = counter("caravan_flash_ticket_steps_total", "Steps of tickets, by task and what comes next.", [
  "task",
  "next",
]);
const due = gauge("caravan_flash_due_tickets", "Tickets whose next step is due.");
const oldest = gauge("caravan_flash_oldest_due_seconds", "How long the oldest due ticket has been waiting.");

const stuck = gauge(
  "caravan_flash_stuck_tickets",
  "Tickets whose step has been tried ten times without an answer.",
);

export const showTicketLag = ({ dueTickets, oldestDueSeconds, stuckTickets }: TicketLag): void => {
  stuck.set(stuckTickets);
  due.set(dueTickets);
  oldest.set(oldestDueSeconds);
};

const untended = gauge(
  "caravan_flash_untended_seconds",
  "How long no process has looked after the flash sale that was left alone longest.",
);
const unordered = gauge(
  "caravan_flash_unordered_seconds",
  "How long the oldest piece of a flash sale has been without an order.",
);
const unserved = gauge(
  "caravan_flash_unserved_tickets",
  "Tickets in the line of a flash sale for which there is a free piece.",
);

export const showSaleHealth = (health: SaleHealth): void => {
  untended.set(health.untendedSeconds);
  unordered.set(health.unorderedSeconds);
  unserved.set(health.unservedTickets);
};

const watchers = gauge("caravan_flash_watchers", "Open streams that follow a sale.");

/** What the use cases count. */
export const counts = (): Pick<
  Dependencies,
  "countDecision" | "countRebuild" | "countDifference" | "countTicketStep"
> => ({
  countDecision: (decision) => decisions.inc({ decision }),
  countRebuild: (outcome) => rebuilds.inc({ outcome }),
  countDifference: () => differences.inc(),
  countTicketStep: (task, next) => steps.inc({ task, next }),
});

/** What the stores and the streams tell. */
export const told = () => ({
  onStored: (status: string, count: number): void => stored.inc({ status }, count),
  onWatchers: (count: number): void => watchers.set(count),
});
