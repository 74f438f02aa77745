/** What the counts of the present block add to each test. Everything here looks at the past blocks for what to expect, so bets are fair. */
import {
  logAbove,
  logWithin,
  logWorse,
  logWorseOfMany,
  nothing,
  type Pair,
  type Rates,
  ratesToBetOn,
  stakeOf,
  staking,
} from "./contrast.ts";
import { atLeast, empty, nearestBounds, shareAbove } from "./histogram.ts";
import type { Demands } from "./judgement.ts";
import { scaled, worth } from "./stakes.ts";
import {
  type Bets,
  errorBets,
  excesses,
  type JudgeState,
  noBets,
  quantiles,
  slowBets,
  type Test,
} from "./state.ts";

/** Failures that are taken as seen before the first request, so that a version without failures has a rate: half of one in so many requests. */
const requestsBefore = 200;
const failuresBefore = 0.5;
/** Rates above these are not bet on. */
const mostErrors = 0.6;
const mostSlow = 0.97;

/** Rates of failure that are expected of a canary that is as good as the stable version. */
export const expectedRates = ({ usual: { stable, canary } }: JudgeState): Rates => {
  const usual = (stable.bad + failuresBefore) / (stable.requests + requestsBefore);
  const own = canary.bad + Math.max(failuresBefore, requestsBefore * usual);
  return { stable: usual, canary: own / (canary.requests + requestsBefore) };
};

/** Failures of the stable version above which a block is a burst: it says little about the canary. */
export const burst = (requests: number, rate: number): number => {
  const expected = requests * rate;
  return expected + 4 * Math.sqrt(expected) + 3;
};

/** Of the step's requests the canary's share, as far as it is known: no share at all is none to compute with. */
export const shareInStep = ({ step: { requests, stable } }: JudgeState): number =>
  Math.min(Math.max(requests / Math.max(1, requests + stable), 0.001), 0.999);

/** What to bet on in the block that begins, from what is known before it. */
export const chooseBets = (state: JudgeState): JudgeState["block"] => {
  const { demands, durations } = state;
  const share = shareInStep(state);
  const { stable } = expectedRates(state);
  const tolerance = Math.max(demands.errorTolerance, 1e-6);
  const canary = ratesToBetOn(stable, tolerance, share, mostErrors, errorBets);
  return {
    errors: nothing,
    bets: { stable, tolerated: stable + tolerance, canary },
    durations: empty,
    slow: nearestBounds(durations, quantiles).map((nearest, index) => {
      const bound = atLeast(durations, nearest, demands.latencyFloorMilliseconds ?? 0);
      if (bound === null) return { bound, bets: noBets, pair: nothing };
      const above = shareAbove(durations, bound);
      const usual = Math.max(shareAbove(durations, bound / demands.latencyTolerance), above * 1.01);
      // A canary whose quantile is no longer than the floor is fast enough.
      const tolerated = bound === nearest ? usual : Math.max(usual, 1 - (quantiles[index] ?? 1));
      const canary = ratesToBetOn(above, tolerated - above, share, mostSlow, slowBets);
      return { bound, bets: { stable: above, tolerated, canary }, pair: nothing };
    }),
  };
};

const shareOf = ({ stable, canary }: Pair): number => canary.requests / (stable.requests + canary.requests);

/** Of each bet on errors, for the present block. */
export const errorLogs = ({ block, demands }: JudgeState): readonly number[] => {
  const { errors, bets } = block;
  const alone = errors.stable.requests === 0;
  if (errors.canary.requests === 0 || (!alone && errors.stable.bad + errors.canary.bad === 0)) return [];
  const most = mostPerSpan(demands);
  if (alone) {
    const limit = bets.tolerated;
    return bets.canary.map((canary) =>
      staking(Math.min(1, (most - 1) / (canary / limit - 1)), logAbove(errors.canary, canary, limit)),
    );
  }
  const share = shareOf(errors);
  return bets.canary.map((canary) => {
    const rates = { stable: bets.stable, canary };
    return staking(stakeOf(share, rates, bets.tolerated, most), logWorse(errors, rates));
  });
};

/** Of each bet on what many requests of either version do, for the present block. `most`: what one bad request may count for. */
export const logsOfMany = (
  { pair, bets }: { readonly pair: Pair; readonly bets: Bets },
  most: number,
): readonly number[] => {
  if (pair.stable.requests === 0 || pair.canary.requests === 0) return [];
  const share = shareOf(pair);
  return bets.canary.map((canary) => {
    const rates = { stable: bets.stable, canary };
    return staking(stakeOf(share, rates, bets.tolerated, most), logWorseOfMany(pair, rates));
  });
};

/** Of each bet on slow requests, for the present block and one of its bounds. */
export const slowLogs = ({ block, demands }: JudgeState, index: number): readonly number[] => {
  const slow = block.slow[index];
  return slow ? logsOfMany(slow, mostPerSpan(demands)) : [];
};

/** The log e-value against each excess, the present block included. */
export const withinLogs = (state: JudgeState): readonly number[] => {
  const { errors } = state.block;
  const expected = expectedRates(state);
  // Leaving out a block because the stable version failed more than expected keeps an e-value one: it grows with those failures.
  const left = errors.stable.bad > burst(errors.stable.requests, expected.stable);
  return excesses(state.demands).map((excess, index) => {
    const before = state.within[index] ?? 0;
    if (left) return before;
    const canary = Math.min(expected.canary, expected.stable + 0.7 * excess);
    return before + logWithin(errors, { stable: expected.stable, canary }, excess);
  });
};

export const errorWorth = (state: JudgeState): number => worth(state.errors.stakes, errorLogs(state));

export const slowWorth = (state: JudgeState): number =>
  state.latency.reduce((sum, { stakes }, index) => sum + worth(stakes, slowLogs(state, index)), 0) /
  state.latency.length;

/** E-values that ask for rollback: together they are wrong in at most `falseRollback` of the releases. */
export const limits = ({
  falseRollback,
  clientErrorTolerance,
}: Pick<Demands, "falseRollback" | "clientErrorTolerance">) => {
  const all = Math.max(falseRollback, 1e-6);
  const errors = clientErrorTolerance === undefined ? 0.8 : 0.75;
  return { errors: 1 / (errors * all), latency: 1 / (0.2 * all), clientErrors: 1 / (0.05 * all) };
};

/** By what factor the evidence of one half minute may grow at most: it takes three of them to ask for rollback. */
export const mostPerSpan = ({ falseRollback }: Pick<Demands, "falseRollback">): number =>
  Math.max(falseRollback, 1e-6) ** -0.29;

/** More says nothing more; and numbers stay finite. */
const mostWorth = 1e9;

/** Gives away what a test gained above its limit; with what it is worth then. */
export const limited = (test: Test, now: number, most: number): { test: Test; now: number } => {
  const limit = Math.min(Math.max(1, test.worthBefore) * most, mostWorth);
  if (now <= limit) return { test, now };
  return { test: { ...test, stakes: scaled(test.stakes, limit / now) }, now: limit };
};

/** No half minute counts for more than its limit. `over`: it ends with this look. */
export const limitTests = (state: JudgeState, over: boolean): Pick<JudgeState, "errors" | "latency"> => {
  const most = mostPerSpan(state.demands);
  const errors = limited(state.errors, errorWorth(state), most);
  const slow = slowWorth(state);
  const latency = state.latency.map((test) => limited(test, slow, most));
  const after = ({ test, now }: { test: Test; now: number }): Test =>
    over ? { ...test, worthBefore: now } : test;
  return { errors: after(errors), latency: latency.map(after) };
};
