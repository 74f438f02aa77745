import * as v from "valibot";

const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** Requests by duration: how many took at most `upToMilliseconds` and more than the bucket before; `null` is the last, open bucket. */
const Bucket = v.object({ upToMilliseconds: v.nullable(v.number()), requests: Count });

/** What one version answered between two looks, counted at one hop: no retries, no mirrored requests. */
export const Counts = v.object({
  requests: Count,
  /** Of them: answered by 5xx, or not at all. */
  errors: Count,
  /** Of them: answered by a 4xx that counts; absent when replies are not told apart by status. */
  clientErrors: v.exactOptional(Count),
  /** Ascending; the sum may fall short of `requests` when durations were not measured. */
  durations: v.array(Bucket),
});
export type Counts = v.InferOutput<typeof Counts>;

/** The value of one guard of the plan at this look; null when its query gave no number. */
const GuardValue = v.object({ name: v.string(), value: v.nullable(v.number()) });

/** Streams of events that are open, by version; null where its pods do not say. Each stays on the version on which it was opened. */
export const Streams = v.strictObject({ v1: v.nullable(Count), v2: v.nullable(Count) });
export type Streams = v.InferOutput<typeof Streams>;

/** What was seen of both versions in one window: the increment since the look before, never a running total. */
export const Look = v.variant("outcome", [
  v.object({
    outcome: v.literal("measured"),
    /** The window, UTC ISO 8601. */
    from: v.string(),
    to: v.string(),
    stable: Counts,
    canary: Counts,
    guards: v.array(GuardValue),
    /** Streams that were open then; absent when no pod said so. They say nothing about a version, and are judged by no rule. */
    streams: v.exactOptional(Streams),
  }),
  /** Metrics could not be read, or made no sense (NaN, a counter without its partner). */
  v.object({ outcome: v.literal("unavailable"), from: v.string(), to: v.string(), reason: v.string() }),
]);
export type Look = v.InferOutput<typeof Look>;
