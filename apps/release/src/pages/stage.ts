import type { Moments } from "@caravan/pages";
import type { History } from "../domain/history.ts";
import type { Band, Mark, Point } from "./chart.ts";
import { moodOf, phaseLabels } from "./phase-words.ts";

/** What all charts of a release have in common: its time, and what happened in it. */
export interface Stage {
  readonly from: number;
  readonly to: number;
  readonly bands: readonly Band[];
  readonly marks: readonly Mark[];
  readonly moments: Moments;
}

export const shared = ({ from, to, moments }: Stage) => ({ from, to, hour: moments.hour });

export const valuesOf = (...lines: readonly (readonly Point[])[]): number[] =>
  lines.flatMap((points) => points.flatMap(({ value }) => value ?? []));

/** Phases in which time passes and nothing happens: the day for which the version before is kept would press all else together. */
const idle = new Set(["soaking", "contracting", "finished"]);

/** How long the drawing goes on after the last that happened, as a part of all that is drawn. */
const margin = 0.04;

/** A release that has just begun is drawn over five minutes. */
const shortest = 300_000;

/** The time that is drawn, with the phases behind and the decisions marked. */
export const stageOf = ({ from, to, phases, decisions }: History, moments: Moments): Stage => {
  const busy = phases.findLastIndex(({ phase }) => !idle.has(phase));
  const until = phases[busy + 1]?.at ?? to;
  const end = Math.max(until + (until - from) * margin, from + shortest);
  return {
    ...{ from, to: end, moments },
    bands: phases.map(({ at, phase }, index) => ({
      from: at,
      to: Math.min(phases[index + 1]?.at ?? to, end),
      look: moodOf(phase),
      label: phaseLabels[phase],
    })),
    marks: decisions.flatMap(({ at, phase, kind }, index) =>
      phase === "observing" && kind !== "command" ? [] : [{ at: Date.parse(at), label: String(index + 1) }],
    ),
  };
};
