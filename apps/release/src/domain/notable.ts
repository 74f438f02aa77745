import type { ReleaseEntry } from "@caravan/contracts";

/** What people did, and what went wrong: worth a line by itself. */
const always = new Set(["start", "abandoned", "command", "pass", "edited", "refused", "failed", "restarted"]);

/**
 * Whether an entry is worth a line of the timeline: looks and ticks are hundreds, and only those count that changed the phase, the step or what
 * the judge asks for.
 *
 * @param told the last one that was worth a line
 * @param phase where the release was before this entry
 */
export const isNotable = (
  entry: ReleaseEntry,
  told: ReleaseEntry | undefined,
  phase: Pick<ReleaseEntry, "phase" | "step"> | undefined,
): boolean =>
  always.has(entry.kind) ||
  phase === undefined ||
  entry.phase !== phase.phase ||
  entry.step !== phase.step ||
  (entry.kind === "look" && (entry.verdict?.rule === "metrics") !== (told?.verdict?.rule === "metrics"));
