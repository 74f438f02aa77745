import type { Judge } from "../judge/judgement.ts";
import type { Plan } from "../plan/plan.ts";
import { isSoaked } from "./clock.ts";
import { decide } from "./decide.ts";
import type { Input } from "./input.ts";
import { hasEnded } from "./phases.ts";
import type { Decision, Run } from "./run.ts";

/** Several services that are released together: in dependency order step by step, and back together. Plain JSON. */
export interface Train<State> {
  readonly id: string;
  /** The callee before its callers, so that the new version of a callee has its share when that of a caller gets one. */
  readonly order: readonly string[];
  readonly runs: Readonly<Record<string, Run<State>>>;
}

/** A service of a train, and what came of an input for it. */
export interface TrainDecision<State> {
  readonly train: Train<State>;
  /** In the order in which they were made; each goes into the log of its service before one is acted on (`callersFirst`). */
  readonly decisions: readonly { readonly service: string; readonly decision: Decision<State> }[];
}

/**
 * Puts services in an order in which each comes after those that it calls; a circle is cut where it closes.
 *
 * @param calls for each service the ones that it calls
 */
export const inDependencyOrder = (
  services: readonly string[],
  calls: Readonly<Record<string, readonly string[]>>,
): string[] => {
  const order: string[] = [];
  const visiting = new Set<string>();
  const visit = (service: string): void => {
    if (visiting.has(service)) return;
    visiting.add(service);
    // A service that is not in the train may stand between two that are.
    for (const callee of calls[service] ?? []) visit(callee);
    if (services.includes(service)) order.push(service);
  };
  for (const service of services) visit(service);
  return order;
};

/** The plan of a service in a train: no step of it ends before the others have come as far. */
export const inTrain = (plan: Plan): Plan => ({
  ...plan,
  steps: plan.steps.map((step) => ({
    ...step,
    gates: [...step.gates.filter((gate) => gate !== "train"), "train"],
  })),
});

/** @throws RangeError when the plans do not have the same number of steps, or a service is there twice */
export const assertTrain = (plans: readonly Plan[]): void => {
  const lengths = new Set(plans.map(({ steps }) => steps.length));
  if (lengths.size > 1) throw new RangeError("The plans of a train have the same number of steps.");
  if (new Set(plans.map(({ service }) => service)).size < plans.length)
    throw new RangeError("A service is in a train once.");
};

const hasFrozen = ({ phase }: Run<unknown>): boolean => phase.name === "frozen";

const goesBack = ({ phase }: Run<unknown>): boolean =>
  phase.name === "rolling back" || phase.name === "rolled back";

/** How far a run has come: gates it waits at or has passed. One that is promoted is past all. */
const passedGates = ({ phase, plan }: Run<unknown>): number => {
  const active = phase.name === "held" ? phase.during : phase;
  if (active.name === "preparing") return -1;
  return "step" in active ? active.step : plan.steps.length;
};

const atGate = ({ phase }: Run<unknown>): boolean =>
  phase.name === "awaiting" && phase.gates.length === 1 && phase.gates[0] === "train";

/** A promoted run serves everything once it soaks; until then the next one waits. */
const isThere = ({ phase }: Run<unknown>): boolean =>
  ["observing", "awaiting", "soaking", "contracting", "finished"].includes(phase.name);

const isThrough = ({ phase }: Run<unknown>): boolean =>
  phase.name === "contracting" || phase.name === "finished";

/** None removes its version before until all may: others may still go back, and take it along. Those that ask a person first go first. */
const mayContract = (
  { order, runs }: Train<unknown>,
  { plan: { migrations } }: Run<unknown>,
  at: string,
): boolean =>
  order.every((name) => {
    const other = runs[name];
    if (other === undefined || other.phase.name !== "soaking") return other !== undefined && isThrough(other);
    const asksFirst = other.plan.migrations.contract.length > 0 && migrations.contract.length === 0;
    return isSoaked(other, at) && !asksFirst;
  });

/** Its time does not count before all services are there, and does not end before that of all does. */
const soaksOn = (train: Train<unknown>, service: string, at: string): boolean => {
  const run = train.runs[service];
  if (run?.phase.name !== "soaking") return false;
  const isAlone = train.order.some((name) => {
    const other = train.runs[name];
    return other?.phase.name !== "soaking" && !(other && isThrough(other));
  });
  return isAlone || (isSoaked(run, at) && !mayContract(train, run, at));
};

type Told = readonly [service: string, input: Input];

/** What the state of all asks of one: the way back with the others, or on through its gate. */
const owed = <State>({ id, order, runs }: Train<State>, at: string): Told | undefined => {
  const all = order.flatMap((service) => (runs[service] ? [{ service, run: runs[service] }] : []));
  const said = { at, actor: `train ${id}` };
  const still = all.find(({ run }) => hasFrozen(run));
  if (still) {
    const next = all.find(({ run }) => !hasEnded(run));
    const reason = `${still.service} of the same train is frozen`;
    return next && [next.service, { ...said, kind: "command", command: "freeze", reason }];
  }
  const back = all.find(({ run }) => goesBack(run));
  if (back) {
    // Callers first: none is left that needs the new version of its callee.
    const next = all.toReversed().find(({ run }) => !goesBack(run) && !hasEnded(run));
    const reason = `${back.service} of the same train goes back`;
    return next && [next.service, { ...said, kind: "command", command: "rollback", reason }];
  }
  if (all.length < order.length) return undefined;
  const least = Math.min(...all.map(({ run }) => passedGates(run)));
  const waiting = all.filter(({ run }) => passedGates(run) === least);
  const gone = all.filter(({ run }) => passedGates(run) > least);
  const ready = waiting.every(({ run }) => atGate(run)) && gone.every(({ run }) => isThere(run));
  const next = ready ? waiting[0] : undefined;
  return next && [next.service, { ...said, kind: "pass", reason: "the train has come this far" }];
};

/** The way back is one for all: once a contract migration of one ran, there is none for any. */
const together = <State>({ runs }: Train<State>, service: string, input: Input): Input => {
  if (input.kind !== "command" || input.command !== "rollback") return input;
  // A run whose own migration ran freezes by itself, and says so.
  const others = Object.values(runs).filter(({ plan }) => plan.service !== service);
  const ran = others.find(({ contracted }) => contracted !== null);
  if (!ran) return input;
  const reason = `${input.reason} (frozen, not rolled back: ${ran.contracted} of ${ran.plan.service} ran)`;
  return { ...input, command: "freeze", reason };
};

/**
 * Tells one service of a train something, and the others what follows from it. Gates open one after the other: the next caller moves once
 * its callee's weight is in force.
 *
 * @param train with the runs that have begun; each begins by an input `start` whose plan is `inTrain`
 */
export const decideTrain = <State>(
  train: Train<State>,
  service: string,
  input: Input,
  judge: Judge<State>,
): TrainDecision<State> => {
  const decisions: { service: string; decision: Decision<State> }[] = [];
  if (input.kind === "tick" && soaksOn(train, service, input.at)) return { train, decisions };
  let now = train;
  let told: Told | undefined = [service, together(train, service, input)];
  // Each service is told at most once what follows from this, so that a run that refuses does not hang the train.
  const heard = new Set<string>();
  while (told) {
    const [name, said] = told;
    const decision = decide(now.runs[name], said, judge);
    decisions.push({ service: name, decision });
    now = { ...now, runs: { ...now.runs, [name]: decision.run } };
    const follows = owed(now, input.at);
    told = follows && !heard.has(follows[0]) ? follows : undefined;
    if (told) heard.add(told[0]);
  }
  return { train: now, decisions };
};
