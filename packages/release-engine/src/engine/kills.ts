import { because, type Draft } from "./draft.ts";
import type { InputOf } from "./input.ts";
import { hasEnded, rollBack } from "./phases.ts";
import type { Reason } from "./reason.ts";
import type { Run } from "./run.ts";

/** Whether v2 is the new version and has requests. */
export const hasCanaryRequests = (run: Run<unknown>): boolean =>
  run.weights.planned > 0 && run.places === "old, new" && !hasEnded(run);

/** One may be an accident of the node. */
const enough = 2;

/**
 * A version that is killed again and again is taken back at once: each time it fails those it serves, and evidence from requests would
 * come half a minute later. Where v1 is killed as often, the cause is not the version.
 */
export const killed = <State>(draft: Draft<State>, { v1, v2, last }: InputOf<"killed">): Draft<State> => {
  const isBad = v2 >= enough && v2 > v1;
  if (!hasCanaryRequests(draft.run) || !isBad || draft.run.phase.name === "rolling back")
    return because(draft, { because: "ignored", what: "kill" });
  const why: Reason = { because: "killed", times: v2, last };
  return rollBack(draft, why);
};
