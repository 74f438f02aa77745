import { weightTotal } from "@caravan/mesh";
import type { Judgement } from "../judge/judgement.ts";
import { binomialBand, isInBand } from "./binomial.ts";
import { deadlineOf } from "./clock.ts";
import { because, change, type Draft, forget } from "./draft.ts";
import type { InputOf } from "./input.ts";
import { finishStep, hold, rollBack } from "./phases.ts";
import type { Reason } from "./reason.ts";

/** How often a split that the weights did make is taken for one they did not make, over all looks of a step. */
const splitAlpha = 0.001;
/** By how much the weight may be missed in any case: the pods of the versions are not scraped at the same instant. */
const scrapeSkew = 0.1;

/** Counts how the requests were shared out while the weight was in force. */
const countSplit = <State>(draft: Draft<State>, { look, byWeight }: InputOf<"look">): Draft<State> => {
  const { split, weights } = draft.run;
  if (look.outcome !== "measured" || split === null || Date.parse(look.from) < Date.parse(split.since))
    return draft;
  const { stable, canary } = byWeight ?? { stable: look.stable.requests, canary: look.canary.requests };
  const sum = {
    since: split.since,
    looks: split.looks + 1,
    stable: split.stable + stable,
    canary: split.canary + canary,
  };
  const all = sum.stable + sum.canary;
  const observed = all === 0 ? null : Math.round((weightTotal * sum.canary) / all);
  return change(draft, { split: sum, weights: { ...weights, observed } });
};

/**
 * A split that the planned weight does not explain: it is then not what the versions get. Where cohorts choose the version there is none:
 * a customer's requests are not independent of each other, and how many customers there were is not known. What the Envoys have in their
 * routes is verified all the same.
 */
const unexplainedSplit = ({ run: { plan, split, weights } }: Draft<unknown>): Reason | undefined => {
  const { first, customers } = plan.cohorts;
  if (!split || split.looks === 0 || first.length > 0 || customers) return undefined;
  const all = split.stable + split.canary;
  // The looks share alpha: 1/2 of it for the first, 1/6 for the second, 1/12, 1/20 …
  const alpha = splitAlpha / (split.looks * (split.looks + 1));
  const share = weights.planned / weightTotal;
  const about = { least: share * (1 - scrapeSkew), most: Math.min(1, share * (1 + scrapeSkew)) };
  if (isInBand(split.canary, all, about, alpha)) return undefined;
  const { low } = binomialBand(all, about.least, alpha);
  const { high } = binomialBand(all, about.most, alpha);
  return { because: "split", planned: weights.planned, canary: split.canary, all, low, high };
};

const missing = (judgement: Judgement | null): number | null => {
  const found = (judgement?.findings ?? []).flatMap(({ missingRequests }) => missingRequests ?? []);
  return found.length === 0 ? null : Math.max(...found);
};

/** A step whose time is over without evidence waits for a person. */
export const endAtDeadline = <State>(draft: Draft<State>): Draft<State> => {
  const { run } = draft;
  const { name } = run.phase;
  if ((name !== "observing" && name !== "moving") || run.clock.elapsed < deadlineOf(run)) return draft;
  const about = run.outage ? [{ because: "outage" as const, ...run.outage }] : [];
  const milliseconds = run.clock.elapsed;
  return hold(draft, { because: "deadline", milliseconds, missing: missing(run.judgement) }, ...about);
};

/** What the verdict means for the step that is observed. */
const conclude = <State>(
  draft: Draft<State>,
  { verdict, rule }: Judgement,
  measured: boolean,
): Draft<State> => {
  const { run } = draft;
  const said: Reason = { because: "verdict", verdict, rule };
  if (verdict === "rollback") return rollBack(draft, said);
  if (run.phase.name !== "observing") return because(draft, said);
  const split = unexplainedSplit(draft);
  if (split) return hold(draft, split);
  const step = run.plan.steps[run.phase.step];
  if (verdict !== "promote" || !measured || !step) return endAtDeadline(because(draft, said));
  const minimum = step.minimumRequests;
  const canary = run.canaryRequests;
  if (canary < minimum) return endAtDeadline(because(draft, { because: "few requests", canary, minimum }));
  return finishStep(draft, run.phase.step, step.gates, said);
};

/** Judges what was seen. A window that overlaps one that was counted is left out: evidence counts once. */
export const looked = <State>(draft: Draft<State>, input: InputOf<"look">): Draft<State> => {
  const { run, judge } = draft;
  const query = run.outstanding.find(({ id }) => id === input.effect);
  if (query?.do !== "query metrics") return because(draft, { because: "ignored", what: "answer" });
  const answered = forget(draft, (one) => one === query);
  const { look } = input;
  const from = Date.parse(look.from);
  if (from < Date.parse(run.lookedUntil) || Date.parse(look.to) < from)
    return because(answered, { because: "ignored", what: "window" });
  const state = judge.look(run.judge, look);
  const judgement = judge.judgement(state);
  const judged = change(answered, { judge: state, judgement });
  if (look.outcome !== "measured") {
    const outage = { since: run.outage?.since ?? look.from, reason: look.reason };
    return conclude(because(change(judged, { outage }), { because: "outage", ...outage }), judgement, false);
  }
  const canaryRequests = run.canaryRequests + (run.phase.name === "observing" ? look.canary.requests : 0);
  const seen = { canaryRequests, lookedUntil: look.to, outage: null, streams: look.streams ?? null };
  const counted = countSplit(change(judged, seen), input);
  return conclude(counted, judgement, true);
};
