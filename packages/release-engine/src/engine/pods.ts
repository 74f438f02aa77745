import { ask, change, type Draft, enter } from "./draft.ts";
import type { Work } from "./effect.ts";
import type { InputOf } from "./input.ts";
import { workThrough } from "./phases.ts";
import type { Reason } from "./reason.ts";

/** Remembers how many pods it takes to serve everything: the most that v1 had while it was the version before. */
export const countServing = <State>(draft: Draft<State>, { pods }: InputOf<"moved">): Draft<State> => {
  const { run } = draft;
  if (pods === undefined || run.places !== "old, new") return draft;
  return change(draft, { pods: { ...run.pods, served: Math.max(run.pods.served ?? 0, pods.v1) } });
};

/**
 * v2 has too few pods for its share: a deployer starts the others, and then the weight is asked for again. Undefined when that is no way on:
 * none of them is ready, so more would not be either, or as many were asked for already.
 */
export const askForPods = <State>(
  draft: Draft<State>,
  { version, pods }: InputOf<"refused">,
  why: Reason,
): Draft<State> | undefined => {
  const { phase, image, pods: known } = draft.run;
  if (version === "v1" || !pods || pods.ready === 0 || pods.needed <= known.asked) return undefined;
  const scale: Work = { do: "scale canary", image, pods: pods.needed };
  const asked = change(draft, { pods: { ...known, asked: pods.needed } });
  if (phase.name === "moving") return ask(enter(asked, phase, why), scale);
  if (phase.name === "promoting") return workThrough(asked, phase.name, [scale, ...phase.left], why);
  return undefined;
};
