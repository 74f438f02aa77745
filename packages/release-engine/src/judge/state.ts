import * as v from "valibot";
import { nothing } from "./contrast.ts";
import { empty, Histogram } from "./histogram.ts";
import type { Demands } from "./judgement.ts";
import { Stakes, startStakes } from "./stakes.ts";

const DemandsInState = v.object({
  falseRollback: v.number(),
  falsePromotion: v.number(),
  errorTolerance: v.number(),
  latencyTolerance: v.number(),
  latencyFloorMilliseconds: v.exactOptional(v.number()),
  clientErrorTolerance: v.exactOptional(v.number()),
  minimumRequests: v.number(),
  guards: v.array(
    v.object({ name: v.string(), above: v.exactOptional(v.number()), below: v.exactOptional(v.number()) }),
  ),
});

const Tally = v.object({ requests: v.number(), bad: v.number() });
const Counted = v.object({ stable: Tally, canary: Tally });

/** A sequential test: its bets, and what they were worth when the present half minute began. */
const Test = v.object({ stakes: Stakes, worthBefore: v.number() });
export type Test = v.InferOutput<typeof Test>;

/** Rates to bet on: those of a canary that is worse; of the stable version one is expected, and so much of the canary is tolerated. */
const Bets = v.object({ stable: v.number(), tolerated: v.number(), canary: v.array(v.number()) });
export type Bets = v.InferOutput<typeof Bets>;

/** Slow requests of the block: above the bound. Without one there are no bets. */
const Slow = v.object({ bound: v.nullable(v.number()), bets: Bets, pair: Counted });

/** Of the requests that were told apart by status, those that were refused: in the release, in blocks that have ended, in the present one. */
const ClientErrors = v.object({
  seen: Counted,
  usual: Counted,
  pair: Counted,
  bets: Bets,
  test: Test,
  /** Where the four minutes began whose evidence is limited. */
  span: v.nullable(v.string()),
});
export type ClientErrors = v.InferOutput<typeof ClientErrors>;

/** All that the judge remembers. Numbers are finite, so that it survives JSON. */
export const JudgeState = v.object({
  demands: DemandsInState,
  nextShare: v.number(),
  /** Requests and failures of the release; of the canary in this step, in so many seconds of looks. */
  seen: Counted,
  step: v.object({ requests: v.number(), stable: v.number(), seconds: v.number() }),
  /** The same without bursts, of blocks that have ended: what rates are expected from. */
  usual: Counted,
  durations: Histogram,
  /** Requests of the canary whose durations were measured in the same buckets. */
  timed: v.number(),
  /**
   * Looks are taken together until the canary has answered some requests: a look of a quiet service holds one or none. What is bet on, and the
   * bounds above which a request is slow, were chosen before the block began.
   */
  block: v.object({ errors: Counted, bets: Bets, slow: v.array(Slow), durations: Histogram }),
  /** Where the half minute began whose evidence is limited. */
  span: v.nullable(v.string()),
  errors: Test,
  latency: v.array(Test),
  /** Only where a plan asks for it. */
  clientErrors: v.exactOptional(ClientErrors),
  /** Log e-values against "worse by at least so many tolerances", of blocks that have ended. */
  within: v.array(v.number()),
  /** Looks in a row that were outside of a guard, and its last value. */
  guards: v.array(v.object({ name: v.string(), breaches: v.number(), value: v.nullable(v.number()) })),
  /** Looks since metrics were last there, and their seconds. */
  outage: v.object({ looks: v.number(), seconds: v.number() }),
});
export type JudgeState = v.InferOutput<typeof JudgeState>;

export const quantiles = [0.5, 0.9, 0.99] as const;
/** Differences that are told apart, in tolerances of a canary that serves everything. */
const multiples = [1, 1.5, 2, 3, 4, 6, 8, 10, 15, 20, 30, 50];
/** No step is promoted on less than this: a canary that fails one in four is bad at any share. */
const mostExcess = 0.25;

export const excesses = ({ errorTolerance }: Pick<Demands, "errorTolerance">): readonly number[] => {
  const unit = Math.max(errorTolerance, 1e-6);
  return multiples
    .map((times) => times * unit)
    .filter((excess, index) => index === 0 || excess <= mostExcess);
};

export const errorBets = 5;
export const slowBets = 3;

const test = (bets: number): Test => ({ stakes: startStakes(bets), worthBefore: 1 });

export const newStep: JudgeState["step"] = { requests: 0, stable: 0, seconds: 0 };

export const noBets: Bets = { stable: 0, tolerated: 0, canary: [] };

const noClientErrors = (): ClientErrors => ({
  ...{ seen: nothing, usual: nothing, pair: nothing },
  ...{ bets: noBets, test: test(slowBets), span: null },
});

/** Without bets: they are chosen when a block begins. */
export const startState = (demands: Demands, nextShare: number): JudgeState => ({
  demands: { ...demands, guards: [...demands.guards] },
  nextShare,
  seen: nothing,
  step: newStep,
  usual: nothing,
  durations: empty,
  timed: 0,
  block: {
    errors: nothing,
    bets: noBets,
    slow: quantiles.map(() => ({ bound: null, bets: noBets, pair: nothing })),
    durations: empty,
  },
  span: null,
  errors: test(errorBets),
  latency: quantiles.map(() => test(slowBets)),
  ...(demands.clientErrorTolerance === undefined ? {} : { clientErrors: noClientErrors() }),
  within: excesses(demands).map(() => 0),
  guards: demands.guards.map(({ name }) => ({ name, breaches: 0, value: null })),
  outage: { looks: 0, seconds: 0 },
});
