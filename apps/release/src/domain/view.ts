import type { Release, ReleaseTask } from "@caravan/contracts";
import {
  type Effect,
  explain,
  isHeldForContracts,
  type JudgeState,
  type Run,
  why,
} from "@caravan/release-engine";

/** What callers see of a release that follows from its log. */
export type ReleaseView = Pick<
  Release,
  | "train"
  | "image"
  | "previous"
  | "phase"
  | "heldDuring"
  | "step"
  | "steps"
  | "approvals"
  | "weights"
  | "contracts"
  | "streams"
  | "verdict"
  | "why"
  | "task"
  | "outage"
  | "lookedAt"
>;

const stepOf = ({ step = -1 }: { readonly name: string; readonly step?: number }): number | null =>
  step < 0 ? null : step + 1;

/** The number of an effect, which is unique in its release: `rel_…/3`. */
export const numberOf = ({ id }: Pick<Effect, "id">): number => Number(id.slice(id.lastIndexOf("/") + 1));

type Running = Extract<Effect, { readonly image: string }>;
const imageAndPods = (effect: Running): Pick<ReleaseTask, "do" | "image" | "pods"> => ({
  ...{ do: effect.do, image: effect.image },
  ...("pods" in effect && effect.pods ? { pods: effect.pods } : {}),
});

/** What a deployer is to do; weights, metrics and cohorts are the engine's own. */
export const taskOf = (
  effect: Effect,
  { image, plan: { migrations } }: Pick<Run<unknown>, "image" | "plan">,
): ReleaseTask | undefined => {
  const number = numberOf(effect);
  const { contract } = migrations;
  switch (effect.do) {
    case "make stable": {
      // The version before has none of them.
      const heldBack = effect.image === image && contract.length > 0 ? { heldBack: [...contract] } : {};
      return { number, ...imageAndPods(effect), ...heldBack };
    }
    case "start canary":
    case "scale canary":
    case "keep old":
      return { number, ...imageAndPods(effect) };
    case "remove canary":
      return { number, do: effect.do };
    case "run migration": {
      const { migration, stage } = effect;
      // They run in the plan's order: what comes after this one waits for its own turn.
      const heldBack = stage === "expand" ? [...contract] : contract.slice(contract.indexOf(migration) + 1);
      return { number, do: effect.do, image, migration, stage, heldBack };
    }
    default:
      return undefined;
  }
};

const toldWhy = (run: Run<JudgeState>, task: ReleaseTask | undefined): string[] => {
  const told = why(run, explain);
  if (!task) return told;
  return [
    ...told,
    `It waits for a deployer (${task.do}); one comes with: ./caravan release follow ${run.plan.service}`,
  ];
};

const trainOf = ({ train }: Run<JudgeState>): Pick<Release, "train"> =>
  train
    ? { train: { id: train.id, order: train.order.map(({ service, run }) => ({ service, release: run })) } }
    : {};

const contractsOf = (run: Run<JudgeState>): Pick<Release, "contracts"> => {
  const { phase, contracts } = run;
  if (isHeldForContracts(run)) return { contracts: { found: [...(contracts.found ?? [])] } };
  return phase.name === "awaiting" && phase.comparing ? { contracts: { found: null } } : {};
};

/** A run as callers see it. */
export const viewOf = (run: Run<JudgeState>): ReleaseView => {
  const { phase, plan, weights, judgement, outage, streams } = run;
  const active = phase.name === "held" ? phase.during : phase;
  const task = run.outstanding.flatMap((effect) => taskOf(effect, run) ?? [])[0];
  return {
    ...{ ...trainOf(run), ...contractsOf(run), ...(streams && { streams }) },
    ...{ image: run.image, previous: run.previous, weights, outage },
    phase: phase.name,
    heldDuring: phase.name === "held" ? phase.during.name : null,
    step: stepOf(active),
    steps: plan.steps.map(({ weight, minimumRequests, maximumDuration, gates }) => ({
      ...{ weight, minimumRequests, maximumSeconds: maximumDuration / 1000, gates: [...gates] },
    })),
    approvals: {
      ...{ people: plan.approvals.people, approvers: [...plan.approvals.approvers] },
      given: [...run.approvals],
    },
    verdict: judgement && { verdict: judgement.verdict, rule: judgement.rule },
    why: toldWhy(run, task),
    task: task ?? null,
    lookedAt: run.split || judgement ? run.lookedUntil : null,
  };
};
