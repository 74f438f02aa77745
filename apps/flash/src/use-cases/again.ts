import { backoffSeconds, secondsAfter } from "@caravan/contracts";
import type { Dependencies } from "../dependencies.ts";
import type { Progress, Ticket } from "../domain/ticket.ts";

/** The longest pause between two attempts of a ticket's step. */
export const longestPauseSeconds = 60;

/** The same step again, after a pause that grows. */
export const again = (
  { now, random }: Pick<Dependencies, "now" | "random">,
  { task, attempts }: Pick<Ticket, "task" | "attempts">,
): Progress => ({
  task,
  dueAt: secondsAfter(now(), backoffSeconds(attempts + 1, 0.5, longestPauseSeconds, random())),
  attempts: attempts + 1,
});
