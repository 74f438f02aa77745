import * as v from "valibot";

const Unknown = v.record(v.string(), v.unknown());
/** Argo's own examples write a port as a number. */
const Value = v.pipe(v.union([v.string(), v.number(), v.boolean()]), v.transform(String));
const Argument = v.object({ name: v.string(), value: v.optional(Value) });
export const Analysis = v.looseObject({
  templates: v.optional(v.array(v.object({ templateName: v.string() })), []),
  args: v.optional(v.array(Argument), []),
});
export type Analysis = v.InferOutput<typeof Analysis>;

const HeaderMatch = v.object({
  headerName: v.string(),
  headerValue: v.object({ exact: v.optional(v.string()) }),
});
export const Step = v.looseObject({
  setWeight: v.optional(v.number()),
  pause: v.optional(v.nullable(v.object({ duration: v.optional(v.union([v.string(), v.number()])) }))),
  analysis: v.optional(Analysis),
  setHeaderRoute: v.optional(v.object({ match: v.optional(v.array(HeaderMatch), []) })),
});
export type Step = v.InferOutput<typeof Step>;

const Strategy = v.looseObject({
  steps: v.optional(v.array(Step), []),
  analysis: v.optional(Analysis),
  prePromotionAnalysis: v.optional(Analysis),
  postPromotionAnalysis: v.optional(Analysis),
  autoPromotionEnabled: v.optional(v.boolean()),
  scaleDownDelaySeconds: v.optional(v.number()),
  trafficRouting: v.optional(v.looseObject({ maxTrafficWeight: v.optional(v.number()) })),
});
export type Strategy = v.InferOutput<typeof Strategy>;

/** Argo's `Rollout`, as far as a plan can say it. */
export const Rollout = v.object({
  kind: v.literal("Rollout"),
  metadata: v.object({
    name: v.string(),
    annotations: v.optional(v.record(v.string(), v.string()), {}),
  }),
  spec: v.looseObject({
    workloadRef: v.optional(v.object({ name: v.string() })),
    analysis: v.optional(Unknown),
    strategy: v.object({ canary: v.optional(Strategy), blueGreen: v.optional(Strategy) }),
  }),
});
export type Rollout = v.InferOutput<typeof Rollout>;

const Prometheus = v.object({ query: v.string() });
const Metric = v.looseObject({
  name: v.string(),
  successCondition: v.optional(v.string()),
  failureCondition: v.optional(v.string()),
  provider: v.looseObject({ prometheus: v.optional(Prometheus) }),
});
export type Metric = v.InferOutput<typeof Metric>;

export const AnalysisTemplate = v.object({
  kind: v.picklist(["AnalysisTemplate", "ClusterAnalysisTemplate"]),
  metadata: v.object({ name: v.string() }),
  spec: v.object({ args: v.optional(v.array(Argument), []), metrics: v.array(Metric) }),
});
export type AnalysisTemplate = v.InferOutput<typeof AnalysisTemplate>;
