import type { InputOf } from "./input.ts";
import type { Reason } from "./reason.ts";
import type { Decision, Entry, Run } from "./run.ts";

/**
 * The entry by which a release is abandoned. It follows from the input alone, since what came before may be a log that nothing can decide: so
 * the chain has it in any case.
 */
export const abandonment = (input: InputOf<"abandoned">): Entry => {
  const { at, actor, reason, stopped, kept } = input;
  const why: Reason = { because: "abandoned", actor, reason, stopped, ...(kept && { kept: true }) };
  return {
    ...{ at, actor, kind: "abandoned", input },
    decision: {
      phase: { name: "frozen" },
      weights: { planned: kept?.planned ?? 0, applied: kept?.applied ?? null, observed: null },
      reasons: [why],
      effects: [],
    },
  };
};

/** Ends a run that can be decided all the same: nothing of it is waited for any more. */
export const abandoned = <State>(run: Run<State>, input: InputOf<"abandoned">): Decision<State> => {
  const entry = abandonment(input);
  const { phase, weights, reasons } = entry.decision;
  const log = { ...run.log, entries: run.log.entries + 1 };
  const ended = { ...run, phase, weights, reasons, latest: reasons, outstanding: [], again: false, log };
  return { run: ended, effects: [], entries: [entry] };
};
