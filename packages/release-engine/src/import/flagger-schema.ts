import * as v from "valibot";

const Range = v.object({ min: v.optional(v.number()), max: v.optional(v.number()) });
const WrittenMetric = v.object({
  name: v.string(),
  interval: v.optional(v.string(), "1m"),
  query: v.optional(v.string()),
  thresholdRange: v.optional(Range, {}),
  /** Before Flagger 1.0: what the rate of success must have at least, and any other value at most. */
  threshold: v.optional(v.number()),
  templateRef: v.optional(v.object({ name: v.string() })),
  templateVariables: v.optional(v.record(v.string(), v.string()), {}),
});
/** A metric, with its bounds however they are written. */
export const Metric = v.pipe(
  WrittenMetric,
  v.transform(({ threshold, thresholdRange, ...metric }) => {
    const bound = metric.name === "request-success-rate" ? "min" : "max";
    const old: v.InferOutput<typeof Range> = threshold === undefined ? {} : { [bound]: threshold };
    return { ...metric, thresholdRange: { ...old, ...thresholdRange } };
  }),
);
const Webhook = v.object({ name: v.string(), type: v.optional(v.string(), "rollout") });
const Alert = v.object({
  severity: v.optional(v.string(), "info"),
  providerRef: v.object({ name: v.string() }),
});
export const Analysis = v.looseObject({
  stepWeight: v.optional(v.number()),
  maxWeight: v.optional(v.number()),
  stepWeights: v.optional(v.array(v.number())),
  iterations: v.optional(v.number()),
  metrics: v.optional(v.array(Metric), []),
  webhooks: v.optional(v.array(Webhook), []),
  alerts: v.optional(v.array(Alert), []),
  sessionAffinity: v.optional(v.unknown()),
});

/** Flagger's `Canary`, as far as a plan can say it. */
export const Canary = v.object({
  kind: v.literal("Canary"),
  metadata: v.object({ name: v.string(), namespace: v.optional(v.string(), "default") }),
  spec: v.looseObject({
    targetRef: v.object({ name: v.string() }),
    analysis: v.optional(Analysis),
    canaryAnalysis: v.optional(Analysis),
  }),
});
export type Canary = v.InferOutput<typeof Canary>;
export type Analysis = v.InferOutput<typeof Analysis>;

export const MetricTemplate = v.object({
  kind: v.literal("MetricTemplate"),
  metadata: v.object({ name: v.string() }),
  spec: v.object({ provider: v.object({ type: v.string() }), query: v.string() }),
});
export type MetricTemplate = v.InferOutput<typeof MetricTemplate>;
