import type { Reason } from "./reason.ts";
import type { Run } from "./run.ts";

/**
 * What the log of a run has room for: everything; only what people decide, while it is held and watched; only what leads back or ends it; or
 * only the end itself. A log that is full could not say how its release went on.
 */
export type Room = "enough" | "little" | "way back" | "end";

/** Parts of the log from which on there is so much room. */
const little = 0.9;
const wayBack = 0.95;
/** Entries for what is still answered when it has ended: each receiver of its plan is told (at most ten). */
const forEnd = 20;

export const roomIn = ({ log: { entries, most } }: Pick<Run<unknown>, "log">): Room => {
  if (most === null || entries < most * little) return "enough";
  if (entries < most * wayBack) return "little";
  return entries < most - forEnd ? "way back" : "end";
};

/** Why a run goes no further. */
export const logReason = ({ log: { entries, most } }: Pick<Run<unknown>, "log">): Reason => ({
  because: "log",
  entries,
  most: most ?? entries,
});
