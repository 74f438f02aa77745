import * as v from "valibot";

/** A load that a pod makes. */
export const PodLoad = v.object({ url: v.string(), lanes: v.number(), seconds: v.number() });
export type PodLoad = v.InferOutput<typeof PodLoad>;

/** Its result; latencies are encoded. */
export const PodLoadResult = v.object({
  succeeded: v.number(),
  failures: v.record(v.string(), v.number()),
  seconds: v.number(),
  latencies: v.string(),
  generatorCpuMilliseconds: v.number(),
});
export type PodLoadResult = v.InferOutput<typeof PodLoadResult>;
