import type { Release, ReleaseEntry } from "@caravan/contracts";
import { showWeight } from "@caravan/mesh";

/** How a phase looks: under way, waiting for people, gone well, taken back, stopped for good. */
export type Mood = "moving" | "waiting" | "good" | "back" | "still";

type PhaseName = Release["phase"];

const moods: Readonly<Record<PhaseName, Mood>> = {
  preparing: "moving",
  moving: "moving",
  observing: "moving",
  awaiting: "waiting",
  promoting: "moving",
  soaking: "good",
  contracting: "moving",
  "rolling back": "back",
  held: "waiting",
  finished: "good",
  "rolled back": "back",
  frozen: "still",
};

/** A phase in a word or two, for badges. */
export const phaseLabels: Readonly<Record<PhaseName, string>> = {
  preparing: "getting ready",
  moving: "shifting traffic",
  observing: "observing",
  awaiting: "at a gate",
  promoting: "promoting",
  soaking: "serves everything",
  contracting: "clearing up",
  "rolling back": "rolling back",
  held: "held",
  finished: "finished",
  "rolled back": "rolled back",
  frozen: "frozen",
};

export const moodOf = (phase: PhaseName): Mood => moods[phase];

/** Whether the new version is v2, with a share that a weight says: before it is promoted, and before it is taken back. */
export const isStepping = ({ phase, heldDuring }: Pick<Release, "phase" | "heldDuring">): boolean =>
  ["preparing", "moving", "observing", "awaiting", "rolling back"].includes(heldDuring ?? phase);

/** Of a share over 1000: `12.5 %`; `unknown` where it is. */
export const perCent = (share: number | null): string => (share === null ? "unknown" : showWeight(share));

/** Which step of how many, or undefined outside of the steps. */
export const stepWords = ({ step, steps }: Pick<Release, "step" | "steps">): string | undefined =>
  step === null ? undefined : `step ${step} of ${steps.length}`;

/** Whether people are asked at the gate of this step; else its train is. */
export const awaitsPeople = ({
  step,
  steps,
  approvals,
}: Pick<Release, "step" | "steps" | "approvals">): boolean =>
  (step === null ? [] : (steps[step - 1]?.gates ?? [])).includes("approval") &&
  approvals.given.length < approvals.people;

/** A release's phase in a word or two: one that waits at a gate says for what. */
export const labelOf = (
  release: Pick<Release, "phase" | "step" | "steps" | "approvals" | "contracts">,
): string => {
  if (release.phase !== "awaiting") return phaseLabels[release.phase];
  if (release.contracts) return "comparing contracts";
  return awaitsPeople(release) ? "awaiting approval" : "waits for its train";
};

/** What happened, as the head of a line of the timeline. */
export const eventWords = (entry: ReleaseEntry, before: ReleaseEntry | undefined): string => {
  if (entry.kind === "start") return "Started";
  if (entry.kind === "command" && entry.phase === before?.phase) return "Asked for, and not done";
  if (entry.kind === "edited") return "Weights were edited by another hand";
  if (entry.kind === "abandoned") return "Abandoned";
  if (entry.kind === "restarted") return "The engine took it up again";
  if (entry.phase === "moving" && entry.weights.planned !== null)
    return `To step ${entry.step}: ${perCent(entry.weights.planned)} of the requests`;
  if (entry.phase === "observing" && before?.phase !== "observing")
    return `In force: ${perCent(entry.weights.applied)}, observing`;
  if (entry.phase === "awaiting" && entry.step === null) return "Ready, and without any request yet";
  if (entry.phase === "awaiting") return "Has its evidence, and waits at a gate";
  const label = phaseLabels[entry.phase];
  return `${label.charAt(0).toUpperCase()}${label.slice(1)}`;
};
