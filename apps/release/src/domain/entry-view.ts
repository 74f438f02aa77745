import { type ReleaseEntry, ReleasePhase, ReleaseVerdict } from "@caravan/contracts";
import { type LogEntry, type Reason, sentenceOf } from "@caravan/release-engine";
import * as v from "valibot";

const At = { step: v.optional(v.number()) };

/** What an entry's decision holds; that of another version of the engine may hold more. */
const Decision = v.object({
  phase: v.object({ name: ReleasePhase, ...At, during: v.optional(v.object(At)) }),
  weights: v.object({
    planned: v.number(),
    applied: v.nullable(v.number()),
    observed: v.nullable(v.number()),
  }),
  reasons: v.array(v.custom<Reason>((reason) => v.is(v.looseObject({ because: v.string() }), reason))),
  judgement: v.optional(ReleaseVerdict),
});

/** A reason that only another version of the engine knows is named. */
const wordsOf = (reason: Reason): string => {
  try {
    return sentenceOf(reason) ?? reason.because;
  } catch {
    return reason.because;
  }
};

/** For these a command changes nothing. */
const refusing: ReadonlySet<Reason["because"]> = new Set<Reason["because"]>([
  ...(["impossible", "no approver", "same person", "train", "log"] as const),
]);

/** Why what a person asked for was not done, in words; null when it was. @throws ValiError when the entry's decision is none */
export const refusalIn = ({ kind, decision }: LogEntry): string | null => {
  const { reasons } = v.parse(Decision, decision);
  const why = reasons.filter(({ because }) => refusing.has(because));
  return kind === "command" && why.length > 0 ? why.map(wordsOf).join(" ") : null;
};

const lookOf = ({ input }: LogEntry): ReleaseEntry["look"] => {
  if (input.kind !== "look" || input.look.outcome !== "measured") return null;
  const { from, to, stable, canary } = input.look;
  const counted = ({ requests, errors }: typeof stable) => ({ requests, errors });
  return { from, to, stable: counted(stable), canary: counted(canary) };
};

/** An entry of a log as callers see it. @throws ValiError when its decision is none */
export const entryView = (entry: LogEntry): ReleaseEntry => {
  const { phase, weights, reasons, judgement } = v.parse(Decision, entry.decision);
  const { sequence, at, actor, kind } = entry;
  const step = phase.step ?? phase.during?.step;
  return {
    ...{ sequence, at, actor, kind, phase: phase.name, weights },
    step: step === undefined || step < 0 ? null : step + 1,
    words: reasons.filter(({ because }) => because !== "verdict").map(wordsOf),
    look: lookOf(entry),
    verdict: judgement ?? null,
  };
};
