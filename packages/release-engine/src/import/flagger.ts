import * as v from "valibot";
import {
  ascending,
  type Carried,
  type Draft,
  fill,
  type GuardDraft,
  gather,
  type Note,
  type NotificationDraft,
  notesOn,
  type PlanDraft,
  type StepDraft,
  withApproval,
} from "./draft.ts";
import { Analysis, type Canary, type Metric, type MetricTemplate } from "./flagger-schema.ts";

const weightsOf = ({ stepWeights, stepWeight, maxWeight = 100 }: Analysis): number[] => {
  if (stepWeights) return stepWeights;
  if (!stepWeight) return [];
  // Flagger's weights are whole percents.
  const count = Math.min(100, Math.ceil(maxWeight / stepWeight));
  return Array.from({ length: count }, (_, index) => Math.min(maxWeight, stepWeight * (index + 1)));
};

/** The hooks at which people decide, and at which steps. */
const gated = (steps: readonly StepDraft[], { webhooks }: Analysis): StepDraft[] => {
  const has = (type: string) => webhooks.some((hook) => hook.type === type);
  return steps.map((step, index) => {
    const last = index === steps.length - 1;
    return has("confirm-traffic-increase") || (last && has("confirm-promotion")) ? withApproval(step) : step;
  });
};

const hooks: Readonly<Record<string, string>> = {
  "pre-rollout": "Tests run before the release: in CI, or against v2 before it is started with a weight.",
  rollout:
    "A load test makes requests that no customer sent, so its metrics say little; real ones are judged.",
  "post-rollout": "What follows a release listens to its notifications.",
  "confirm-rollout": "A release begins when a person or a pipeline starts it.",
  rollback: "Rolling back by hand is a command: release rollback.",
  event: "Events are the release's log and its notifications.",
};

const hookNotes = ({ webhooks }: Analysis): Note[] =>
  webhooks.flatMap(({ name, type }) => {
    const field = `spec.analysis.webhooks (${name})`;
    if (type === "confirm-promotion" || type === "confirm-traffic-increase")
      return [
        { field, why: "It became a gate: people approve by command or on the page, and the log says who." },
      ];
    return [{ field, why: hooks[type] ?? `There is nothing like a hook of type ${type}.` }];
  });

/** A metric of a template, or with a query of its own, becomes a guard. */
const guardOf = (
  { metadata: { namespace }, spec: { targetRef } }: Canary,
  metric: v.InferOutput<typeof Metric>,
  templates: readonly MetricTemplate[],
): Carried<GuardDraft> => {
  const { name, interval, templateRef, templateVariables, thresholdRange } = metric;
  const refuse = (why: string) => ({ parts: [], notes: [{ field: `spec.analysis.metrics (${name})`, why }] });
  const template = templates.find(({ metadata }) => metadata.name === templateRef?.name);
  if (templateRef && !template) return refuse(`The MetricTemplate ${templateRef.name} is not in the file.`);
  if (template && template.spec.provider.type !== "prometheus")
    return refuse(`Guards ask Prometheus, not ${template.spec.provider.type}.`);
  const query = template?.spec.query ?? metric.query;
  if (query === undefined)
    return refuse("It has neither a template nor a query, so Flagger skips it without a word.");
  const { min, max } = thresholdRange;
  if (min === undefined && max === undefined) return refuse("It has no threshold.");
  const app = targetRef.name;
  const variables = Object.entries(templateVariables).map(([key, value]) => [`variables.${key}`, value]);
  // Flagger's canary has the name of the app and its stable version is "-primary"; here the canary's is "-v2".
  const named = query.replaceAll(/\{\{\s*target\s*\}\}-primary/g, app);
  const { text, missing } = fill(named, {
    ...{ name: app, service: app, ingress: app, target: `${app}-v2`, namespace, interval },
    ...Object.fromEntries(variables),
  });
  if (missing.length > 0) return refuse(`Its query has variables without a value: ${missing.join(", ")}.`);
  const guard = {
    name,
    query: text,
    ...(max !== undefined && { above: max }),
    ...(min !== undefined && { below: min }),
  };
  return { parts: [guard], notes: [] };
};

/** What Flagger measures by itself is judged here in any case, and against the version before. */
const builtIn = ({ metrics }: Analysis) => {
  const rate = metrics.find(({ name }) => name === "request-success-rate");
  const duration = metrics.find(({ name }) => name === "request-duration");
  const notes: Note[] = [];
  const least = rate?.thresholdRange.min;
  if (rate)
    notes.push({
      field: "spec.analysis.metrics (request-success-rate)",
      why: `Errors are compared with the version before by a sequential test${least === undefined ? "" : `; the ${100 - least} % that may fail became the tolerance, by which the share may rise`}.`,
    });
  if (duration)
    notes.push({
      field: "spec.analysis.metrics (request-duration)",
      why: "Durations are compared with the version before by a factor (latencyTolerance); a bound in milliseconds can be a guard.",
    });
  const tolerance = least === undefined || least >= 100 ? undefined : Number((1 - least / 100).toFixed(4));
  return { notes, demands: tolerance === undefined ? {} : { demands: { errorTolerance: tolerance } } };
};

const carriedOfAnalysis = ["stepWeight", "maxWeight", "stepWeights", "metrics", "webhooks", "alerts"];

const told = ({ alerts }: Analysis): NotificationDraft[] =>
  alerts.map(({ severity, providerRef }) => ({
    receiver: providerRef.name,
    on:
      severity === "info"
        ? ["started", "step", "awaiting approval", "held", "promoted", "rolled back", "frozen"]
        : ["held", "rolled back", "frozen"],
  }));

/** A plan of a Flagger `Canary` and the `MetricTemplate`s beside it. */
export const fromFlagger = (canary: Canary, templates: readonly MetricTemplate[]): Draft => {
  const { spec } = canary;
  const analysis = spec.analysis ?? spec.canaryAnalysis ?? v.parse(Analysis, {});
  const weights = weightsOf(analysis).map((weight): StepDraft => ({ weight }));
  const { parts, notes } = ascending(weights, "spec.analysis.stepWeights");
  const own = analysis.metrics.filter(
    ({ name }) => name !== "request-success-rate" && name !== "request-duration",
  );
  const guards = gather(own.map((metric) => guardOf(canary, metric, templates)));
  const judged = builtIn(analysis);
  const notifications = told(analysis);
  const plan: PlanDraft = {
    service: spec.targetRef.name,
    ...(parts.length > 0 && { steps: gated(parts, analysis) }),
    ...judged.demands,
    ...(guards.parts.length > 0 && { guards: [...guards.parts] }),
    ...(analysis.sessionAffinity !== undefined && { cohorts: { customers: true } }),
    ...(notifications.length > 0 && { notifications }),
  };
  const without = "There are no weights in it; the default steps are taken.";
  return {
    plan,
    notes: [
      ...(parts.length === 0 ? [{ field: "spec.analysis", why: without }] : []),
      ...[...notes, ...judged.notes, ...guards.notes, ...hookNotes(analysis)],
      ...notesOn(
        analysis,
        "spec.analysis",
        {
          interval: "A step ends on evidence, not after a number of intervals.",
          threshold:
            "Failed checks are not counted: a long release would be more likely to be taken back than a short one.",
          iterations: "A step ends on evidence, not after a number of checks.",
          match:
            "Who gets v2 first is a cohort, by the header x-release-cohort; name it under cohorts.first.",
          mirror:
            "Mirrored requests are not judged: they show at the canary only, and writes would be made twice.",
          stepWeightPromotion:
            "v1 becomes the new version while v2 serves everything; then v1 gets it back in one move.",
          sessionAffinity:
            "It became cohorts.customers: by a hash of the customer, not by a cookie of a run.",
          primaryReadyThreshold: "A version without a ready pod gets no requests.",
          canaryReadyThreshold: "A version without a ready pod gets no requests.",
        },
        carriedOfAnalysis,
      ),
      ...notesOn(
        spec,
        "spec",
        {
          skipAnalysis: "A person may end a step without evidence, by command and by name.",
          autoscalerRef: "v1's autoscaler is the chart's; the new version takes it over when it becomes v1.",
          service: "Routes, retries and timeouts stand in the chart of the service.",
          progressDeadlineSeconds: "A step that comes to its end without evidence waits for people.",
          provider: "Weights are those of Istio's routes.",
          suspend: "Holding is a command: release hold.",
        },
        ["targetRef", "analysis", "canaryAnalysis"],
      ),
    ],
  };
};
