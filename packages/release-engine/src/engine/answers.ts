import { holdFor } from "./contracts.ts";
import { activePhase, announce, ask, because, change, type Draft, forget, isWork } from "./draft.ts";
import type { Effect, Work } from "./effect.ts";
import type { InputOf } from "./input.ts";
import { hold, rollBack, workThrough } from "./phases.ts";
import { askForPods, countServing } from "./pods.ts";
import type { Reason } from "./reason.ts";

const ignored = <State>(draft: Draft<State>): Draft<State> =>
  because(draft, { because: "ignored", what: "answer" });

const isWeight = (effect: Effect): boolean => effect.do === "set weight" || effect.do === "verify weight";

/** The effect that an answer is to, if it is waited for. */
const waitedFor = <State>({ run }: Draft<State>, id: string): Effect | undefined =>
  run.outstanding.find((effect) => effect.id === id);

/** The first thing of a phase is done: the next one follows, at once or when the run is resumed. */
const goOn = <State>(draft: Draft<State>, effect: Effect, at: string): Draft<State> => {
  const { phase } = draft.run;
  const active = activePhase(draft.run);
  if (active.name === "moving" && effect.do === "scale canary") {
    const { planned } = draft.run.weights;
    return phase.name === "held" ? draft : ask(draft, { do: "set weight", weight: planned });
  }
  if (active.name === "moving") {
    const observing = { name: "observing" as const, step: active.step };
    const split = { since: at, looks: 0, canary: 0, stable: 0 };
    const next = phase.name === "held" ? { ...phase, during: observing } : observing;
    return announce(change(draft, { phase: next, split }), "step");
  }
  if (!("left" in active)) return draft;
  const left = active.left.slice(1);
  if (phase.name === "held") return change(draft, { phase: { ...phase, during: { ...active, left } } });
  return workThrough(draft, active.name, left);
};

/** It did not come about. Whatever leads away from the new version is tried again; anything else waits for a person. */
const stuck = <State>(draft: Draft<State>, reason: Reason): Draft<State> => {
  if (draft.run.phase.name === "rolling back") return because(change(draft, { again: true }), reason);
  return draft.run.phase.name === "held" ? because(draft, reason) : hold(draft, reason);
};

export const moved = <State>(draft: Draft<State>, input: InputOf<"moved">): Draft<State> => {
  const effect = waitedFor(draft, input.effect);
  if (!effect || !isWeight(effect)) return ignored(draft);
  const { weights, phase } = draft.run;
  const answered = countServing(
    forget(draft, (one) => one === effect),
    input,
  );
  const read = change(answered, { weights: { ...weights, applied: input.applied } });
  // An Envoy that has its routes by its own account need not have acknowledged them before traffic leaves v2.
  const matters = (name: string) => phase.name !== "rolling back" || name !== "acknowledged";
  const late = input.stages.filter(({ name, behind }) => behind.length > 0 && matters(name));
  if (input.applied === weights.planned && late.length === 0) return goOn(read, effect, input.at);
  const stages = late.map((stage) => ({
    ...stage,
    behind: stage.behind.map(({ name, why }) => `${name} (${why})`),
  }));
  return because(change(read, { again: true }), { because: "behind", weight: weights.planned, stages });
};

/** Ticks, some seconds apart: a pod that restarts is ready again by then. */
const mostRefusals = 6;

/**
 * The way back over a version that has no ready pod is refused as long as that lasts. After some attempts it goes around: v1 is made the
 * version before although nothing was kept in v2, or before it gets the requests.
 */
const aroundUnready = <State>(
  draft: Draft<State>,
  version: "v1" | "v2",
  why: Reason,
): Draft<State> | undefined => {
  const { phase } = draft.run;
  if (phase.name !== "rolling back") return undefined;
  const [move, restore, ...rest] = phase.left;
  if (move?.do !== "set weight" || restore?.do !== "make stable") return undefined;
  const times = (phase.refused ?? 0) + 1;
  if (times < mostRefusals) return stuck(change(draft, { phase: { ...phase, refused: times } }), why);
  return workThrough(draft, phase.name, [restore, ...(version === "v1" ? [move] : []), ...rest], why);
};

export const refused = <State>(draft: Draft<State>, input: InputOf<"refused">): Draft<State> => {
  const { effect: id, version, reason } = input;
  const effect = waitedFor(draft, id);
  if (!effect || !isWeight(effect)) return ignored(draft);
  const { weights } = draft.run;
  const why: Reason = { because: "refused", version, weight: weights.planned, reason };
  const rest = forget(draft, (one) => one === effect);
  // A weight that was not written is none that is in force.
  return aroundUnready(rest, version, why) ?? askForPods(rest, input, why) ?? stuck(rest, why);
};

export const done = <State>(draft: Draft<State>, input: InputOf<"done">): Draft<State> => {
  const effect = waitedFor(draft, input.effect);
  const others = ["query metrics", "compare contracts"];
  if (!effect || isWeight(effect) || others.includes(effect.do)) return ignored(draft);
  const rest = forget(draft, (one) => one === effect);
  return isWork(effect) ? goOn(rest, effect, input.at) : rest;
};

export const failed = <State>(draft: Draft<State>, input: InputOf<"failed">): Draft<State> => {
  const effect = waitedFor(draft, input.effect);
  if (!effect || effect.do === "query metrics") return ignored(draft);
  const rest = forget(draft, (one) => one === effect);
  const kind = input.unknown ? "unknown" : "failed";
  const reason: Reason = { because: kind, work: nameOf(effect), reason: input.reason };
  if (!isWork(effect)) return because(rest, reason);
  if (effect.do === "compare contracts") return holdFor(rest, [], reason);
  if (input.unknown) return stuck(rest, reason);
  // A version that cannot even start is a bad one, and has no traffic yet.
  return effect.do === "start canary" ? rollBack(rest, reason) : stuck(rest, reason);
};

const nameOf = (effect: Effect): string => {
  if (effect.do === "run migration") return `${effect.do} ${effect.migration}`;
  return effect.do === "notify" ? `${effect.do} ${effect.receiver}` : effect.do;
};

/** What is asked again when the work under way failed or is behind. */
export const tryAgain = ({ run }: Pick<Draft<unknown>, "run">): Work | undefined => {
  const phase = activePhase(run);
  const { planned, applied } = run.weights;
  const first: Work | undefined =
    phase.name === "moving"
      ? { do: "set weight", weight: planned }
      : "left" in phase
        ? phase.left[0]
        : undefined;
  return first?.do === "set weight" && applied === planned ? { do: "verify weight", weight: planned } : first;
};
