import { weightTotal } from "@caravan/mesh";
import type { Gate, Plan } from "../plan/plan.ts";
import { activePhase, announce, ask, change, type Draft, enter, forget, isWork } from "./draft.ts";
import type { Work } from "./effect.ts";
import type { Reason } from "./reason.ts";
import type { Run, WorkPhase } from "./run.ts";

/** Of all requests, the share that the canary gets once this step of a plan is promoted. */
export const shareAfter = ({ steps }: Plan, step: number): number =>
  (steps[step + 1]?.weight ?? weightTotal) / weightTotal;

/** Begins a phase that does one thing after the other, or goes on with it. */
export const workThrough = <State>(
  draft: Draft<State>,
  name: WorkPhase["name"],
  left: readonly Work[],
  ...reasons: readonly Reason[]
): Draft<State> => {
  const [first] = left;
  if (first === undefined) return worked(draft, name);
  const entered = enter(draft, { name, left }, ...reasons);
  // From the moment it is asked for, either version may run as v1; and what was kept is no longer.
  const mixes = (first.do === "make stable" && name === "promoting") || name === "contracting";
  return ask(mixes ? change(entered, { places: "new", streams: null }) : entered, first);
};

const worked = <State>(draft: Draft<State>, name: WorkPhase["name"]): Draft<State> => {
  if (name === "preparing")
    // A new caller gets no request before its new callee can.
    return draft.run.train === null
      ? finishStep(draft, -1, [])
      : enter(draft, { name: "awaiting", step: -1, gates: ["train"] });
  if (name === "promoting") return soak(draft);
  if (name === "contracting") return announce(enter(draft, { name: "finished" }), "finished");
  return announce(enter(draft, { name: "rolled back" }), "rolled back");
};

const soak = <State>(draft: Draft<State>): Draft<State> => {
  const { clock } = draft.run;
  const soaking = enter(draft, { name: "soaking" });
  return announce(
    change(soaking, { places: "new, old", streams: null, clock: { ...clock, elapsed: 0 } }),
    "promoted",
  );
};

/** Removes the version before. What its schema loses then takes a person's word: there is no way back after it. */
export const contract = <State>(draft: Draft<State>, ...reasons: readonly Reason[]): Draft<State> => {
  const migrations = draft.run.plan.migrations.contract;
  const left: Work[] = [
    { do: "remove canary" },
    ...migrations.map((migration): Work => ({ do: "run migration", stage: "contract", migration })),
  ];
  if (migrations.length === 0) return workThrough(draft, "contracting", left, ...reasons);
  const during: WorkPhase = { name: "contracting", left };
  const asked: Reason = { because: "contract", migrations };
  const held = enter(change(draft, { approvals: [] }), { name: "held", during }, ...reasons, asked);
  return announce(held, "awaiting approval");
};

/** Whether it waits for the word that its contract migrations take. */
export const awaitsContract = ({ phase, plan, approvals, contracted }: Run<unknown>): boolean =>
  phase.name === "held" &&
  phase.during.name === "contracting" &&
  contracted === null &&
  plan.migrations.contract.length > 0 &&
  approvals.length < plan.approvals.people;

/** Sets a step's weight; what is known of the canary stays. */
export const moveTo = <State>(
  draft: Draft<State>,
  step: number,
  ...reasons: readonly Reason[]
): Draft<State> => {
  const { plan, clock } = draft.run;
  const weight = plan.steps[step]?.weight;
  if (weight === undefined) throw new RangeError(`the plan has no step ${step}`);
  const moving = enter(draft, { name: "moving", step }, ...reasons);
  const fresh = change(moving, { clock: { ...clock, elapsed: 0 }, approvals: [] });
  return ask(fresh, { do: "set weight", weight });
};

/** For all requests, where they are counted. */
const podsOf = ({ pods: { served } }: Run<unknown>): { readonly pods?: number } =>
  served === null ? {} : { pods: served };

/** Those that are left are counted from now on, and told. */
const withoutStreams = <State>(draft: Draft<State>): Draft<State> => change(draft, { streams: null });

const promote = <State>(draft: Draft<State>, ...reasons: readonly Reason[]): Draft<State> => {
  const { image, previous } = draft.run;
  const left: Work[] = [
    { do: "set weight", weight: weightTotal },
    { do: "make stable", image, ...podsOf(draft.run) },
    // A customer of v2 would come back to the old version, which takes its place.
    { do: "clear cohorts" },
    { do: "set weight", weight: 0 },
    { do: "keep old", image: previous, ...podsOf(draft.run) },
  ];
  return workThrough(withoutStreams(draft), "promoting", left, ...reasons);
};

/** Compares contracts before more requests go to v2: others may have been deployed since the step before. */
export const compareFirst = <State>(
  draft: Draft<State>,
  step: number,
  ...reasons: readonly Reason[]
): Draft<State> => {
  const comparing = enter(draft, { name: "awaiting", step, gates: [], comparing: true }, ...reasons);
  return ask(change(comparing, { approvals: [] }), { do: "compare contracts" });
};

/** Goes from a step to the next one, or to everything. */
export const stepUp = <State>(
  draft: Draft<State>,
  step: number,
  ...reasons: readonly Reason[]
): Draft<State> => {
  if (step < 0) return moveTo(draft, 0, ...reasons);
  if (step + 1 === draft.run.plan.steps.length) return promote(draft, ...reasons);
  const judge = draft.judge.nextStep(draft.run.judge, shareAfter(draft.run.plan, step + 1));
  const next = change(draft, { judge, canaryRequests: 0 });
  return moveTo(next, step + 1, ...reasons);
};

/** Ends a step whose evidence is there, or that a person ends: goes on, or waits for its gates. */
export const finishStep = <State>(
  draft: Draft<State>,
  step: number,
  gates: readonly Gate[],
  ...reasons: readonly Reason[]
): Draft<State> => {
  if (gates.length > 0) {
    const awaiting = enter(draft, { name: "awaiting", step, gates }, ...reasons);
    return gates.includes("approval") ? announce(awaiting, "awaiting approval") : awaiting;
  }
  return draft.run.plan.contracts === "compare"
    ? compareFirst(draft, step, ...reasons)
    : stepUp(draft, step, ...reasons);
};

export const hold = <State>(draft: Draft<State>, ...reasons: readonly Reason[]): Draft<State> =>
  announce(enter(draft, { name: "held", during: activePhase(draft.run) }, ...reasons), "held");

export const freeze = <State>(draft: Draft<State>, ...reasons: readonly Reason[]): Draft<State> =>
  announce(enter(change(forget(draft, isWork), { again: false }), { name: "frozen" }, ...reasons), "frozen");

/** The way back from where the versions are; the requests go first. */
const wayBack = (run: Run<unknown>): Work[] => {
  const { places, previous } = run;
  const none: Work = { do: "set weight", weight: 0 };
  const restore: Work = { do: "make stable", image: previous, ...podsOf(run) };
  const clear: Work = { do: "clear cohorts" };
  const remove: Work = { do: "remove canary" };
  if (places === "old, new") return [none, clear, remove];
  if (places === "new") return [none, restore, clear, remove];
  return [{ do: "set weight", weight: weightTotal }, restore, clear, none, remove];
};

/** Rolls back; freezes once a contract migration ran, since the old version cannot serve any more. */
export const rollBack = <State>(draft: Draft<State>, ...reasons: readonly Reason[]): Draft<State> => {
  const { contracted } = draft.run;
  if (contracted !== null) return freeze(draft, ...reasons, { because: "contracted", migration: contracted });
  const back = workThrough(withoutStreams(draft), "rolling back", wayBack(draft.run), ...reasons);
  return announce(back, "rolling back");
};

/** Whether nothing follows any more; a notification may still be under way. */
export const hasEnded = (run: Run<unknown>): boolean =>
  ["finished", "rolled back", "frozen"].includes(run.phase.name);
