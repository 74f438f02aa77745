import * as v from "valibot";
import { CohortName } from "../plan/plan.ts";
import { guardsOf } from "./argo-analysis.ts";
import type { Analysis, AnalysisTemplate, Rollout, Step, Strategy } from "./argo-schema.ts";
import {
  ascending,
  type Carried,
  type Draft,
  gather,
  type Note,
  type NotificationDraft,
  notesOn,
  type PlanDraft,
  type StepDraft,
  withApproval,
} from "./draft.ts";

const elsewhere: Readonly<Record<string, string>> = {
  setCanaryScale: "v2's replicas are the chart's; a version gets no more requests than its pods can take.",
  experiment:
    "The canary is compared with the version that serves, under the same requests at the same time.",
  setMirrorRoute:
    "Mirrored requests are not judged: they show at the canary only, and writes would be made twice.",
  plugin: "There are no plugins.",
  replicaProgressThreshold: "A version without a ready pod gets no requests.",
};

const carriedOfStep = ["setWeight", "pause", "analysis", "setHeaderRoute"];

const stepsField = "spec.strategy.canary.steps";

/** Steps by weight; a pause without an end becomes the gate of the weight before it. */
const walk = (steps: readonly Step[], whole: number) => {
  const parts: StepDraft[] = [];
  const notes: Note[] = [];
  for (const [index, step] of steps.entries()) {
    const field = `${stepsField}[${index}]`;
    notes.push(...notesOn(step, field, elsewhere, carriedOfStep));
    if (step.setWeight !== undefined)
      parts.push({ weight: Math.round((step.setWeight / whole) * 1000) / 10 });
    if (step.pause === undefined) continue;
    const last = parts.at(-1);
    if (step.pause?.duration !== undefined) {
      const why = `A step ends on evidence, not after ${step.pause.duration}; it waits for it as long as maximumDuration says.`;
      notes.push({ field: `${field}.pause`, why });
    } else if (last) parts.splice(-1, 1, withApproval(last));
    else
      notes.push({
        field: `${field}.pause`,
        why: "Before the first weight: a release begins when it is started.",
      });
  }
  return { parts, notes };
};

const cohortsOf = (steps: readonly Step[]) => {
  const matches = steps.flatMap(({ setHeaderRoute }) => setHeaderRoute?.match ?? []);
  const first = matches.flatMap(({ headerValue: { exact } }) => (v.is(CohortName, exact) ? [exact] : []));
  const notes: Note[] = matches.map(({ headerName, headerValue }) => ({
    field: `${stepsField}.setHeaderRoute`,
    why:
      headerValue.exact === undefined
        ? `A cohort has one name; the values of ${headerName} are a pattern.`
        : !v.is(CohortName, headerValue.exact)
          ? `A cohort's name is of a to z, digits and hyphens, so ${headerValue.exact} cannot be one; name one under cohorts.first.`
          : `It became the cohort ${headerValue.exact}: by the header x-release-cohort, not ${headerName}, and from the first step on.`,
  }));
  return { first: [...new Set(first)], notes };
};

const occasions: Readonly<Record<string, NonNullable<NotificationDraft["on"]>[number]>> = {
  "on-rollout-aborted": "rolled back",
  "on-rollout-completed": "promoted",
  "on-rollout-paused": "awaiting approval",
  "on-rollout-step-completed": "step",
  "on-rollout-updated": "started",
};

/** Who subscribed to what: `notifications.argoproj.io/subscribe.<trigger>.<service>: <recipient>;…`. */
const subscriptions = ({ metadata: { annotations } }: Rollout): Carried<NotificationDraft> => {
  const told = new Map<string, Set<NonNullable<NotificationDraft["on"]>[number]>>();
  const notes: Note[] = [];
  for (const [name, recipients] of Object.entries(annotations)) {
    const [, trigger] = /^notifications\.argoproj\.io\/subscribe\.([\w-]+)\./.exec(name) ?? [];
    const occasion = occasions[trigger ?? ""];
    if (trigger !== undefined && occasion === undefined)
      notes.push({ field: `metadata.annotations (${trigger})`, why: "A plan tells of no such occasion." });
    if (occasion === undefined) continue;
    for (const receiver of recipients.split(";").map((one) => one.trim()))
      if (receiver !== "") told.set(receiver, (told.get(receiver) ?? new Set()).add(occasion));
  }
  return { parts: [...told].map(([receiver, on]) => ({ receiver, on: [...on] })), notes };
};

const analysesOf = ({ analysis, prePromotionAnalysis, postPromotionAnalysis, steps }: Strategy): Analysis[] =>
  [analysis, prePromotionAnalysis, postPromotionAnalysis, ...steps.map((step) => step.analysis)].flatMap(
    (one) => one ?? [],
  );

const ofChart = "Pods are the chart's.";
const oneService = "Both versions have one Service; the mesh tells them apart.";
const carriedOfStrategy = [
  ...["steps", "analysis", "prePromotionAnalysis", "postPromotionAnalysis"],
  ...["autoPromotionEnabled", "scaleDownDelaySeconds"],
];

const blueGreen = ({ autoPromotionEnabled }: Strategy): { steps: StepDraft[] } | undefined =>
  autoPromotionEnabled === false ? { steps: [{ weight: 50, gates: ["approval"] }] } : undefined;

/** A plan of an Argo `Rollout` and the templates of analyses beside it. */
export const fromArgo = (rollout: Rollout, templates: readonly AnalysisTemplate[]): Draft => {
  const { spec, metadata } = rollout;
  const { canary } = spec.strategy;
  const strategy: Strategy = canary ?? spec.strategy.blueGreen ?? { steps: [] };
  const prefix = `spec.strategy.${canary ? "canary" : "blueGreen"}`;
  const walked = walk(strategy.steps, strategy.trafficRouting?.maxTrafficWeight ?? 100);
  const steps = ascending(walked.parts, stepsField);
  const guards = gather(analysesOf(strategy).map((analysis) => guardsOf(analysis, templates)));
  const once = guards.parts.filter(
    ({ name }, index) => guards.parts.findIndex((one) => one.name === name) === index,
  );
  const cohorts = cohortsOf(strategy.steps);
  const notifications = subscriptions(rollout);
  const { scaleDownDelaySeconds: delay } = strategy;
  const plan: PlanDraft = {
    service: spec.workloadRef?.name ?? metadata.name,
    ...(steps.parts.length > 0 ? { steps: [...steps.parts] } : blueGreen(strategy)),
    ...(once.length > 0 && { guards: once }),
    ...(cohorts.first.length > 0 && { cohorts: { first: cohorts.first } }),
    ...(notifications.parts.length > 0 && { notifications: [...notifications.parts] }),
    ...(delay !== undefined && { after: `${delay}s` }),
  };
  const all: Note[] = [
    ...(canary && steps.parts.length === 0
      ? [
          {
            field: stepsField,
            why: "There are no weights in it, so Argo replaces pods one after the other; the default steps are taken.",
          },
        ]
      : []),
    ...(canary
      ? []
      : [{ field: prefix, why: "Blue and green are the last step: a release goes there by weights." }]),
    ...[...walked.notes, ...steps.notes, ...guards.notes, ...cohorts.notes, ...notifications.notes],
    ...notesOn(
      strategy,
      prefix,
      {
        trafficRouting: "Every route to the app follows its weights, at the gateway and between services.",
        maxSurge: "Replicas are the chart's.",
        maxUnavailable: "Replicas are the chart's.",
        dynamicStableScale:
          "v1 keeps its replicas until the release is over, so that it can take everything back.",
        abortScaleDownDelaySeconds: "v2 is removed once no request goes to it.",
        autoPromotionSeconds: "A step ends on evidence, not after a time.",
        previewService: "A cohort sees v2 first.",
        ...{ canaryService: oneService, stableService: oneService, activeService: oneService },
      },
      carriedOfStrategy,
    ),
    ...notesOn(
      strategy.analysis ?? {},
      `${prefix}.analysis`,
      { startingStep: "A guard is asked from the first step on." },
      ["templates", "args"],
    ),
    ...notesOn(
      spec,
      "spec",
      {
        ...{ replicas: "Replicas are the chart's.", template: ofChart, selector: ofChart },
        progressDeadlineSeconds: "A step that comes to its end without evidence waits for people.",
        progressDeadlineAbort: "A step that comes to its end without evidence waits for people.",
        rollbackWindow: "Going back is one move, however old the version is.",
        paused: "Holding is a command: release hold.",
      },
      ["workloadRef", "strategy"],
    ),
  ];
  const seen = new Set<string>();
  return { plan, notes: all.filter(({ field, why }) => !seen.has(field + why) && seen.add(field + why)) };
};
