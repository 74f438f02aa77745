import { judge } from "../judge/judge.ts";
import type { Demands } from "../judge/judgement.ts";
import { deadline, ledger, type Outcome } from "./outcome.ts";
import { lookOf, type Service } from "./service.ts";

/** What a plan asks for. */
export interface SimulatedPlan {
  /** Over 1000. */
  readonly weights: readonly number[];
  readonly demands: Demands;
}

const demands: Demands = {
  falseRollback: 0.01,
  falsePromotion: 0.05,
  errorTolerance: 0.01,
  latencyTolerance: 1.05,
  clientErrorTolerance: 0.02,
  minimumRequests: 10,
  guards: [],
};

/** A quiet service begins with 5 %: at 1 % and 5 requests a minute its canary would get three an hour. A busy one can ask for more requests. */
export const planFor = (rate: number): SimulatedPlan => ({
  weights: rate < 1000 ? [50, 100, 250, 500] : [10, 50, 100, 250, 500],
  demands: { ...demands, minimumRequests: rate < 100 ? 10 : 150 },
});

/** The longer a step lasts, the less often it is looked at. */
const interval = (seconds: number): number => (seconds < 600 ? 15 : seconds < 7200 ? 60 : 300);

/** Our rule: a step ends on evidence. */
export const runCaravan = (service: Service, { weights, demands }: SimulatedPlan): Outcome => {
  const share = (step: number): number => (weights[step] ?? 1000) / 1000;
  const counted = ledger(service.hurtAfter);
  let state = judge.start(demands, share(1));
  let step = 0;
  let began = 0;
  for (let at = 0; at < deadline; ) {
    const to = at + interval(at - began);
    const window = service.window(at, to, share(step) * 1000);
    counted.add(window);
    state = judge.look(state, lookOf(at, to, window));
    at = to;
    const { verdict } = judge.judgement(state);
    if (verdict === "rollback") return counted.end("rolled back", at);
    if (verdict === "hold") continue;
    step += 1;
    began = at;
    if (step === weights.length) return counted.end("promoted", at);
    state = judge.nextStep(state, share(step + 1));
  }
  return counted.end("held", deadline);
};
