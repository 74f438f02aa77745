import type { Judge } from "../judge/judgement.ts";
import type { Occasion } from "../plan/plan.ts";
import type { Effect, Request, Work } from "./effect.ts";
import type { Reason } from "./reason.ts";
import type { Phase, Run } from "./run.ts";

/** A decision while it is made. */
export interface Draft<State> {
  readonly run: Run<State>;
  readonly judge: Judge<State>;
  readonly effects: readonly Effect[];
  readonly reasons: readonly Reason[];
}

export const change = <State>(draft: Draft<State>, changes: Partial<Run<State>>): Draft<State> => ({
  ...draft,
  run: { ...draft.run, ...changes },
});

export const because = <State>(draft: Draft<State>, ...reasons: readonly Reason[]): Draft<State> => ({
  ...draft,
  reasons: [...draft.reasons, ...reasons],
});

export const isWork = (effect: Effect): effect is Work & { readonly id: string } =>
  effect.do !== "query metrics" && effect.do !== "notify";

/** Asks for an effect under an id that no other effect of the run has. */
const emit = <State>(draft: Draft<State>, request: Request): Draft<State> => {
  const { run } = draft;
  const named: Effect = { ...request, id: `${run.id}/${run.asked + 1}` };
  const asked = change(draft, { asked: run.asked + 1, outstanding: [...run.outstanding, named] });
  return { ...asked, effects: [...draft.effects, named] };
};

/** Takes effects back that nothing waits for any more. */
export const forget = <State>(draft: Draft<State>, which: (effect: Effect) => boolean): Draft<State> => {
  const stays = (effect: Effect) => !which(effect);
  return {
    ...change(draft, { outstanding: draft.run.outstanding.filter(stays) }),
    effects: draft.effects.filter(stays),
  };
};

/** Asks for work; only one is under way at a time. */
export const ask = <State>(draft: Draft<State>, work: Work): Draft<State> => {
  const { weights } = draft.run;
  const asked = emit(change(forget(draft, isWork), { again: false }), work);
  if (work.do === "set weight")
    return change(asked, { weights: { ...weights, planned: work.weight, observed: null }, split: null });
  if (work.do === "compare contracts")
    return change(asked, { contracts: { ...asked.run.contracts, found: null } });
  if (work.do === "run migration" && work.stage === "contract")
    return change(asked, { contracted: work.migration });
  return asked;
};

export const announce = <State>(draft: Draft<State>, occasion: Occasion): Draft<State> =>
  draft.run.plan.notifications
    .filter(({ on }) => on.includes(occasion))
    .reduce((told, { receiver }) => emit(told, { do: "notify", receiver, occasion }), draft);

/** Goes into a phase, and remembers why. */
export const enter = <State>(
  draft: Draft<State>,
  phase: Phase,
  ...reasons: readonly Reason[]
): Draft<State> => change(because(draft, ...reasons), { phase, ...(reasons.length > 0 ? { reasons } : {}) });

/** The phase that a run is in, or was when it was held. */
export const activePhase = ({ phase }: Pick<Run<unknown>, "phase">) =>
  phase.name === "held" ? phase.during : phase;

/** Whether both versions serve, so that looking at them says something. */
const isWatched = (run: Run<unknown>): boolean => {
  const phase = activePhase(run);
  return "step" in phase && phase.step >= 0;
};

/** Has metrics queried while they say something, and not otherwise. */
export const watch = <State>(draft: Draft<State>): Draft<State> => {
  const isQuery = (effect: Effect) => effect.do === "query metrics";
  if (!isWatched(draft.run)) return forget(draft, isQuery);
  if (draft.run.outstanding.some(isQuery)) return draft;
  return emit(draft, { do: "query metrics", from: draft.run.lookedUntil });
};
