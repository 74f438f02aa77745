import { activePhase } from "./draft.ts";
import type { Reason } from "./reason.ts";
import type { Run } from "./run.ts";

const second = 1000;
const minute = 60 * second;

/** A clock that goes back by less is left to catch up. */
const slack = minute;

/** How time counts in a phase: how often a tick is worth an entry, and how much may pass between two inputs; more is a leap. */
const rhythm = (run: Run<unknown>): { every: number; atMost: number } | undefined => {
  const { name } = run.phase;
  if (name === "moving" || name === "observing") return { every: 30 * second, atMost: 5 * minute };
  if (name === "soaking") return { every: 10 * minute, atMost: 20 * minute };
  return undefined;
};

const passed = (run: Run<unknown>, at: string) => Date.parse(at) - Date.parse(run.clock.at);

/** When this phase ends by itself, in time that counts. */
export const deadlineOf = (run: Run<unknown>): number => {
  const phase = activePhase(run);
  if (phase.name === "moving" || phase.name === "observing")
    return run.plan.steps[phase.step]?.maximumDuration ?? Number.POSITIVE_INFINITY;
  return phase.name === "soaking" ? run.plan.after : Number.POSITIVE_INFINITY;
};

/** Whether a tick changes anything; others leave no trace, so that a log stays short. */
export const isDue = (run: Run<unknown>, at: string): boolean => {
  const time = passed(run, at);
  if (time < -slack) return true;
  if (run.again && run.phase.name !== "held" && time >= 5 * second) return true;
  const rule = rhythm(run);
  if (!rule || time < 0) return false;
  return time >= rule.every || run.clock.elapsed + time >= deadlineOf(run);
};

/** Tells a run the time. It counts only as far as it can be trusted: it goes back or leaps when a clock is set, and when nothing ran. */
export const tell = (
  run: Run<unknown>,
  at: string,
): { clock: Run<unknown>["clock"]; reasons: Reason[]; wentBack: boolean } => {
  const time = passed(run, at);
  const { elapsed } = run.clock;
  if (time < -slack)
    return {
      clock: { at, elapsed },
      reasons: [{ because: "clock back", milliseconds: -time }],
      wentBack: true,
    };
  if (time < 0) return { clock: run.clock, reasons: [], wentBack: false };
  const rule = rhythm(run);
  const counted = rule ? Math.min(time, rule.atMost) : 0;
  const leaps = rule !== undefined && time > counted;
  return {
    clock: { at, elapsed: elapsed + counted },
    reasons: leaps ? [{ because: "clock leap", milliseconds: time, counted }] : [],
    wentBack: false,
  };
};

/** Whether the version before was kept for its whole time, once the run is told this one. */
export const isSoaked = (run: Run<unknown>, at: string): boolean =>
  run.phase.name === "soaking" && tell(run, at).clock.elapsed >= run.plan.after;
