import { acceptFound, isHeldForContracts } from "./contracts.ts";
import { activePhase, because, change, type Draft, enter, forget } from "./draft.ts";
import type { Work } from "./effect.ts";
import type { InputOf } from "./input.ts";
import { logReason, roomIn } from "./log-room.ts";
import {
  awaitsContract,
  compareFirst,
  contract,
  finishStep,
  freeze,
  hasEnded,
  hold,
  moveTo,
  rollBack,
  workThrough,
} from "./phases.ts";
import type { Reason } from "./reason.ts";
import type { Run } from "./run.ts";

/** Goes on where the run was held: weights are set and verified anew, since they may not be what they were. */
const resume = <State>(draft: Draft<State>, at: string, why: Reason): Draft<State> => {
  const { run } = draft;
  const during = activePhase(run);
  // Windows after a clock that went back would overlap those that are counted.
  const lookedUntil = Date.parse(run.lookedUntil) > Date.parse(at) ? at : run.lookedUntil;
  const fresh = change(
    forget(draft, ({ do: kind }) => kind === "query metrics"),
    // A deployer may be asked for as many pods again: a person has looked at them.
    { lookedUntil, pods: { ...run.pods, asked: 0 } },
  );
  if ("left" in during) return workThrough(fresh, during.name, during.left, why);
  if (during.name === "awaiting" && during.comparing) return compareFirst(fresh, during.step, why);
  if ("step" in during && during.step < 0) return enter(fresh, during, why);
  if ("step" in during) return moveTo(fresh, during.step, why);
  return workThrough(fresh, "promoting", [{ do: "set weight", weight: run.weights.planned }], why);
};

/** Takes the word of a person; what follows takes as many as the plan asks for, each another one. */
const approve = <State>(
  draft: Draft<State>,
  { actor }: InputOf<"command">,
  why: Reason,
  follows: (approved: Draft<State>, approval: Reason) => Draft<State>,
): Draft<State> => {
  const { plan, approvals } = draft.run;
  const { approvers, people } = plan.approvals;
  if (approvers.length > 0 && !approvers.includes(actor))
    return because(draft, { because: "no approver", actor, approvers });
  if (approvals.includes(actor)) return because(draft, { because: "same person", actor });
  const given = [...approvals, actor];
  const approved = because(change(draft, { approvals: given }), why);
  const approval: Reason = { because: "approval", given, people };
  return given.length < people ? because(approved, approval) : follows(approved, approval);
};

/** Ends a step by people, or takes contracts as they are. */
const promote = <State>(draft: Draft<State>, input: InputOf<"command">, why: Reason): Draft<State> => {
  const { plan } = draft.run;
  if (isHeldForContracts(draft.run)) return approve(draft, input, why, acceptFound);
  const phase = activePhase(draft.run);
  const impossible: Reason = { because: "impossible", command: "promote", phase: draft.run.phase.name };
  if (phase.name !== "observing" && phase.name !== "awaiting") return because(draft, impossible);
  if (phase.name === "awaiting" && phase.comparing) return because(draft, impossible);
  const gates = phase.name === "awaiting" ? phase.gates : (plan.steps[phase.step]?.gates ?? []);
  if (phase.name === "awaiting" && !gates.includes("approval")) return because(draft, { because: "train" });
  const left = gates.filter((gate) => gate !== "approval");
  return approve(draft, input, why, (approved, approval) => finishStep(approved, phase.step, left, approval));
};

/** Whether the log has room for a release to go on; what contracts ends soon. */
const goesFurther = (run: Run<unknown>): boolean =>
  roomIn(run) === "enough" || (roomIn(run) === "little" && activePhase(run).name === "contracting");

/** What a person asks for. Who may ask at all, the caller checks; taking traffic from v2 takes one person only. */
export const commanded = <State>(draft: Draft<State>, input: InputOf<"command">): Draft<State> => {
  const { command, actor, reason, at } = input;
  const why: Reason = { because: "command", command, actor, reason };
  const { name } = draft.run.phase;
  const impossible = because(draft, { because: "impossible", command, phase: name });
  if (hasEnded(draft.run)) return impossible;
  if (command === "freeze") return freeze(draft, why);
  // What takes the traffic from v2 is not stopped half way by less than a freeze.
  if (name === "rolling back") return impossible;
  if (command === "rollback") return rollBack(draft, why);
  if (command !== "hold" && !goesFurther(draft.run)) return because(draft, logReason(draft.run));
  if (command === "promote") return promote(draft, input, why);
  if (command === "hold") return name === "held" ? impossible : hold(draft, why);
  if (awaitsContract(draft.run))
    return approve(draft, input, why, (approved, approval) => resume(approved, at, approval));
  return name === "held" ? resume(draft, at, why) : impossible;
};

/** The other services of the train have come as far as this one. */
export const passed = <State>(draft: Draft<State>, { actor, reason }: InputOf<"pass">): Draft<State> => {
  const { phase } = draft.run;
  const why: Reason = { because: "passed", actor, reason };
  if (phase.name !== "awaiting" || !phase.gates.includes("train"))
    return because(draft, { because: "impossible", command: "pass", phase: phase.name });
  const left = phase.gates.filter((gate) => gate !== "train");
  return finishStep(draft, phase.step, left, why);
};

/** Weights that another hand wrote hold a release: what they are now, the plan does not say. */
export const edited = <State>(draft: Draft<State>, { found }: InputOf<"edited">): Draft<State> => {
  const { run } = draft;
  const { planned } = run.weights;
  const underWay = run.outstanding.some(({ do: kind }) => kind === "set weight");
  if (hasEnded(run) || underWay || found.every((weight) => weight === planned))
    return because(draft, { because: "ignored", what: "edit" });
  const [applied = null, ...others] = new Set(found);
  const read = change(draft, { weights: { ...run.weights, applied: others.length > 0 ? null : applied } });
  const why: Reason = { because: "edited", planned, found };
  const { phase } = run;
  if (phase.name !== "rolling back") return hold(read, why);
  const left: Work[] = [{ do: "set weight", weight: planned }, ...phase.left];
  return because(workThrough(read, phase.name, left), why);
};

/** Time has passed. */
export const soaked = <State>(draft: Draft<State>): Draft<State> => {
  const { phase, plan, clock } = draft.run;
  if (phase.name !== "soaking" || clock.elapsed < plan.after) return draft;
  return contract(draft, { because: "soaked", milliseconds: clock.elapsed });
};
