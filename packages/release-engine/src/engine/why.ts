import { showWeight } from "@caravan/mesh";
import type { Judgement } from "../judge/judgement.ts";
import { showDuration } from "../plan/duration.ts";
import type { Gate } from "../plan/plan.ts";
import { deadlineOf } from "./clock.ts";
import { isHeldForContracts } from "./contracts.ts";
import type { Work } from "./effect.ts";
import { roomIn } from "./log-room.ts";
import { awaitsContract } from "./phases.ts";
import type { ActivePhase, Run } from "./run.ts";
import { sentenceOf } from "./sentence.ts";
import { streamWords } from "./streams.ts";

const doing = (work: Work | undefined): string => {
  switch (work?.do) {
    case undefined:
      return "";
    case "run migration":
      return `; the ${work.stage} migration ${work.migration} runs`;
    case "start canary":
      return "; v2 starts";
    case "scale canary":
      return `; v2 gets ${work.pods} pods`;
    case "compare contracts":
      return "; contracts are compared";
    case "set weight":
    case "verify weight":
      return `; v2's weight becomes ${showWeight(work.weight)}`;
    case "make stable":
      return `; v1 becomes ${work.image}`;
    case "keep old":
      return `; ${work.image} is put in v2's place, to return to`;
    case "remove canary":
      return "; what runs as v2 is removed";
    case "clear cohorts":
      return "; customers are told apart no longer";
  }
};

const stepOf = ({ plan }: Run<unknown>, step: number): string =>
  `step ${step + 1} of ${plan.steps.length} (${showWeight(plan.steps[step]?.weight ?? 0)})`;

const afterStep = (run: Run<unknown>, step: number): string =>
  step + 1 < run.plan.steps.length ? stepOf(run, step + 1) : "v2 gets everything";

/** What it waits for; of a train, for whom. */
const gatesOf = ({ plan, train }: Run<unknown>, gates: readonly Gate[]): string => {
  const others = train?.order.map(({ service }) => service).filter((name) => name !== plan.service) ?? [];
  return gates.map((gate) => (gate === "train" ? `its train (${others.join(", ")})` : gate)).join(", ");
};

const active = (run: Run<unknown>, phase: ActivePhase): string => {
  const { image, previous } = run;
  switch (phase.name) {
    case "moving":
      return `moving to ${stepOf(run, phase.step)}${doing(run.outstanding.find((one) => one.do === "scale canary"))}`;
    case "observing":
      return `observed at ${stepOf(run, phase.step)}, for ${showDuration(run.clock.elapsed)} of at most ${showDuration(deadlineOf(run))}`;
    case "awaiting":
      if (phase.comparing) return `comparing contracts, before ${afterStep(run, phase.step)}`;
      return phase.step < 0
        ? `ready, without any request yet, and waiting for: ${gatesOf(run, phase.gates)}`
        : `waiting at ${stepOf(run, phase.step)} for: ${gatesOf(run, phase.gates)}`;
    case "soaking":
      return `serving everything with ${image}; ${previous} is ready to return to for ${showDuration(Math.max(0, run.plan.after - run.clock.elapsed))}`;
    case "finished":
      return `finished: ${image} serves everything`;
    case "rolled back":
      return `rolled back: ${previous} serves everything`;
    case "frozen":
      return "frozen: nothing moves any more";
    default:
      return `${phase.name}${doing(phase.left[0])}`;
  }
};

/** What the run waits for of people. */
const next = (run: Run<unknown>): string[] => {
  const { phase, id } = run;
  if (phase.name === "held" && roomIn(run) !== "enough")
    return [`People decide about ${id}: rollback or freeze.`];
  if (phase.name === "held") {
    const { during } = phase;
    const ends =
      during.name === "observing" ||
      (during.name === "awaiting" && !during.comparing) ||
      isHeldForContracts(run);
    return [`People decide about ${id}: resume, ${ends ? "promote, " : ""}rollback.`];
  }
  return phase.name === "awaiting" && phase.gates.includes("approval")
    ? ["People decide: promote or rollback."]
    : [];
};

const isShown = ({ phase }: Run<unknown>): boolean =>
  ["moving", "observing", "awaiting", "held", "rolling back", "rolled back"].includes(phase.name);

const weightsOf = ({ weights: { planned, applied, observed } }: Run<unknown>): string =>
  `v2's weight: planned ${showWeight(planned)}, applied ${applied === null ? "unknown" : showWeight(applied)}, observed ${observed === null ? "unknown" : showWeight(observed)}.`;

/**
 * Why a run is where it is, in sentences: the phase, the reasons, the weights, the judgement, and what would change it.
 *
 * @param explain the judge's own words for its judgement
 */
export const why = <State>(
  run: Run<State>,
  explain: (judgement: Judgement) => readonly string[] = () => [],
): string[] => {
  const { plan, phase, reasons, latest, judgement, outage } = run;
  const held = awaitsContract(run) ? "held before its contract migrations" : undefined;
  const where =
    held ?? (phase.name === "held" ? `held, while ${active(run, phase.during)}` : active(run, phase));
  const said = [...reasons, ...latest.filter(({ because }) => because !== "verdict")].map(sentenceOf);
  const people = plan.approvals.people;
  const half = run.approvals.length > 0 && run.approvals.length < people;
  if (half) said.push(sentenceOf({ because: "approval", given: run.approvals, people }));
  const out = outage ? [sentenceOf({ because: "outage", ...outage })] : [];
  return [
    `${plan.service} is ${where}.`,
    ...new Set([...said, ...out]),
    weightsOf(run),
    ...(isShown(run) || phase.name === "promoting" ? streamWords(run) : []),
    ...(judgement && isShown(run) ? explain(judgement) : []),
    ...next(run),
  ];
};
