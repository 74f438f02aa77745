import * as v from "valibot";
import { ReleasePhase } from "./release.ts";
import { Count, Verdict, Weight } from "./release-values.ts";
import { Timestamp } from "./time.ts";

const Answered = v.object({ requests: Count, errors: Count });

/** What the judge says after a look. */
export const ReleaseVerdict = v.object({
  verdict: Verdict,
  rule: v.string(),
  /** Of each rule: what it asks for, the numbers it rests on, and how many more requests of v2 may change it. */
  findings: v.array(
    v.object({
      rule: v.string(),
      asks: Verdict,
      numbers: v.record(v.string(), v.nullable(v.number())),
      missingRequests: v.optional(v.number()),
    }),
  ),
});

/** One decision of a release: what happened, and what came of it. */
export const ReleaseEntry = v.object({
  sequence: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  at: Timestamp,
  /** A person's token subject, or `engine`. */
  actor: v.string(),
  kind: v.string(),
  phase: ReleasePhase,
  step: v.nullable(v.number()),
  weights: v.object({ planned: Weight, applied: Weight, observed: Weight }),
  /** Why, a sentence each. */
  words: v.array(v.string()),
  /** What a look counted in its window. */
  look: v.nullable(v.object({ from: Timestamp, to: Timestamp, stable: Answered, canary: Answered })),
  verdict: v.nullable(ReleaseVerdict),
});
export type ReleaseEntry = v.InferOutput<typeof ReleaseEntry>;
