import type { Judge } from "../judge/judgement.ts";
import { abandoned } from "./abandonment.ts";
import { done, failed, moved, refused, tryAgain } from "./answers.ts";
import { isDue, tell } from "./clock.ts";
import { commanded, edited, passed, soaked } from "./commands.ts";
import { compared } from "./contracts.ts";
import { activePhase, announce, ask, because, change, type Draft, watch } from "./draft.ts";
import type { Work } from "./effect.ts";
import type { Input, InputOf } from "./input.ts";
import { endForRoom, holdForRoom, isWorthEntry, unlogged } from "./keep-room.ts";
import { killed } from "./kills.ts";
import { endAtDeadline, looked } from "./looks.ts";
import { hold, shareAfter, workThrough } from "./phases.ts";
import type { Decide, Entry, Run } from "./run.ts";
import { streamsSeen } from "./streams.ts";

/** A run that has done nothing yet. */
const begin = <State>(
  { at, run, plan, image, previous, train, mostEntries }: InputOf<"start">,
  judge: Judge<State>,
): Run<State> => {
  const minimumRequests = Math.min(...plan.steps.map((step) => step.minimumRequests));
  const guards = plan.guards.map(({ query: _, ...guard }) => guard);
  const refusals = plan.clientErrors && { clientErrorTolerance: plan.clientErrors.tolerance };
  return {
    ...{ id: run, plan, image, previous, train: train ?? null },
    phase: { name: "preparing", left: [] },
    weights: { planned: 0, applied: null, observed: null },
    clock: { at, elapsed: 0 },
    ...{ lookedUntil: at, canaryRequests: 0, split: null },
    judge: judge.start({ ...plan.demands, ...refusals, minimumRequests, guards }, shareAfter(plan, 0)),
    contracts: { accepted: [], found: null },
    pods: { served: null, asked: 0 },
    ...{ judgement: null, outage: null, streams: null, approvals: [], contracted: null, places: "old, new" },
    ...{ outstanding: [], again: false, asked: 0, reasons: [], latest: [] },
    log: { entries: 0, most: mostEntries ?? null },
  };
};

const start = <State>(
  draft: Draft<State>,
  { actor, reason, plan, image }: InputOf<"start">,
): Draft<State> => {
  const left: Work[] = [
    ...plan.migrations.expand.map((migration): Work => ({ do: "run migration", stage: "expand", migration })),
    { do: "start canary", image },
  ];
  return announce(workThrough(draft, "preparing", left, { because: "started", actor, reason }), "started");
};

const ticked = <State>(draft: Draft<State>): Draft<State> => {
  const work = draft.run.again && draft.run.phase.name !== "held" ? tryAgain(draft) : undefined;
  return endAtDeadline(soaked(work ? ask(draft, work) : draft));
};

const restarted = <State>(draft: Draft<State>): Draft<State> => {
  const { outstanding } = draft.run;
  const again = outstanding.map(({ id }) => id);
  return because({ ...draft, effects: outstanding }, { because: "restarted", again });
};

const handle = <State>(draft: Draft<State>, input: Input): Draft<State> => {
  switch (input.kind) {
    case "start":
      return because(draft, { because: "ignored", what: "start" });
    case "moved":
      return moved(draft, input);
    case "refused":
      return refused(draft, input);
    case "compared":
      return compared(draft, input);
    case "done":
      return done(draft, input);
    case "failed":
      return failed(draft, input);
    case "look":
      return looked(draft, input);
    case "tick":
      return ticked(draft);
    case "command":
      return commanded(draft, input);
    case "pass":
      return passed(draft, input);
    case "edited":
      return edited(draft, input);
    case "killed":
      return killed(draft, input);
    case "restarted":
      return restarted(draft);
    case "streams":
      return streamsSeen(draft, input);
    case "abandoned":
      return draft;
  }
};

/** Whether an input says something about where the run stands; an answer without a reason does only when it leads on. */
const isNews = <State>({ run, reasons }: Draft<State>, before: Run<State> | undefined): boolean =>
  reasons.length > 0
    ? reasons.some(({ because: why }) => !["ignored", "restarted", "streams"].includes(why))
    : run.phase !== before?.phase;

const entryOf = ({ run, effects, reasons }: Draft<unknown>, input: Input): Entry => ({
  at: input.at,
  actor: "actor" in input ? input.actor : "engine",
  ...{ kind: input.kind, input },
  decision: {
    ...{ phase: run.phase, weights: run.weights, reasons, effects },
    ...(input.kind === "look" && run.judgement ? { judgement: run.judgement } : {}),
  },
});

/** A clock that went back ends no step: what is counted next may have been counted already, so a person looks at it. */
const tellTime = <State>(draft: Draft<State>, at: string): Draft<State> => {
  const { clock, reasons, wentBack } = tell(draft.run, at);
  const told = change(draft, { clock });
  const watched = draft.run.phase.name !== "held" && "step" in activePhase(draft.run);
  return wentBack && watched ? hold(told, ...reasons) : because(told, ...reasons);
};

/**
 * The engine: pure, and the only place where a run changes.
 *
 * @param run none before `start`
 * @throws Error when the first input is not `start`
 */
export const decide: Decide = (run, input, judge) => {
  if (run !== undefined && input.kind === "tick" && !isDue(run, input.at)) return unlogged(run, input);
  if (run !== undefined && input.kind === "abandoned") return abandoned(run, input);
  const blank = { judge, effects: [], reasons: [] };
  const first = () => {
    if (input.kind !== "start") throw new Error(`A run begins with "start", not with "${input.kind}".`);
    return start({ ...blank, run: begin(input, judge) }, input);
  };
  const draft =
    run === undefined ? first() : handle(holdForRoom(tellTime({ ...blank, run }, input.at)), input);
  const watched = watch(endForRoom(draft));
  if (run !== undefined && !isWorthEntry(run, watched.run, input)) return unlogged(run, input);
  const settled = isNews(watched, run) ? change(watched, { latest: watched.reasons }) : watched;
  const { log } = settled.run;
  const counted = { ...settled.run, log: { ...log, entries: log.entries + 1 } };
  return { run: counted, effects: settled.effects, entries: [entryOf(settled, input)] };
};
