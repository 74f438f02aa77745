import { callersFirst } from "../engine/callers-first.ts";
import type { Command, Input } from "../engine/input.ts";
import { decideTrain, inTrain, type Train } from "../engine/train.ts";
import type { Plan } from "../plan/plan.ts";
import { answerTo } from "../simulation/answer-to.ts";
import { fakeJudge } from "./fake-judge.ts";
import { type Known, planOf } from "./player.ts";

/** When everything happens. */
export const at = new Date("2026-11-29T12:00:00.000Z").toISOString();
/** The train: each callee before its callers. */
export const order = ["inventory", "order", "storefront"];

/** A train that is played: everything that is asked goes well, but where a test says otherwise. */
export const board = (changes: Partial<Plan> = {}, own: Readonly<Record<string, Partial<Plan>>> = {}) => {
  let train: Train<Known> = { id: "t", order, runs: {} };
  const ref = { id: "t", order: order.map((service) => ({ service, run: `${service}-1` })) };
  const weights: string[] = [];
  const passed: string[] = [];
  const tell = (service: string, input: Input) => {
    const told = decideTrain(train, service, input, fakeJudge);
    train = told.train;
    for (const one of callersFirst(order, told.decisions)) {
      for (const effect of one.decision.effects)
        if (effect.do === "set weight") weights.push(`${one.service} ${effect.weight}`);
      passed.push(...one.decision.entries.map(({ kind }) => `${one.service} ${kind}`));
    }
  };
  for (const service of order)
    tell(service, {
      ...{ kind: "start", at, actor: "ada", reason: "together", run: `${service}-1` },
      ...{
        plan: inTrain({ ...planOf({ ...changes, ...own[service] }), service }),
        image: "new",
        previous: "old",
      },
      train: ref,
    });
  const answer = (service: string) => {
    const run = train.runs[service];
    const asked = run?.outstanding.find(({ do: kind }) => kind !== "query metrics");
    if (!asked) return false;
    tell(service, answerTo(asked, at));
    return true;
  };
  const look = (service: string, errors = 0) => {
    const query = train.runs[service]?.outstanding.find(({ do: kind }) => kind === "query metrics");
    if (!query) throw new Error(`${service} is not watched`);
    const counts = (requests: number, bad: number) => ({ requests, errors: bad, durations: [] });
    const window = { from: at, to: at, guards: [] };
    tell(service, {
      ...{ kind: "look", at, effect: query.id },
      look: { outcome: "measured", ...window, stable: counts(10, 0), canary: counts(10, errors) },
      byWeight: { stable: 0, canary: 0 },
    });
  };
  const settle = () => {
    while (order.some(answer));
  };
  return {
    ...{ weights, passed, tell, look, answer, settle },
    /** All come as far as both steps of their plans lead. */
    takeSteps: () => {
      for (let step = 0; step < 2; step += 1) {
        settle();
        for (const service of order) look(service);
      }
    },
    command: (service: string, command: Command) =>
      tell(service, { kind: "command", at, actor: "ada", reason: "said so", command }),
    /** All are told the time, so many milliseconds later. */
    tick: (milliseconds: number) => {
      const later = new Date(Date.parse(at) + milliseconds).toISOString();
      for (const service of order) tell(service, { kind: "tick", at: later });
    },
    run: (service: string) => train.runs[service],
    phases: () => order.map((service) => train.runs[service]?.phase.name),
  };
};
