/**
 * Evidence about two rates from counts, as e-values: an e-value has an expectation of at most 1 while its null hypothesis holds, so that one of
 * 100 is as rare as 1 in 100, and products over looks may be watched at any time (Ville's inequality).
 *
 * All are likelihood ratios of Poisson counts against the point of the null hypothesis that is nearest to the expected rates in relative
 * entropy. For counts of requests they are e-values whatever the rates are, look by look, as long as the null hypothesis holds in each:
 * bursts that hit both versions and the load of the day cost power, never validity. With the null "no worse" the ratio says who owns the failures.
 *
 * - M. Lindon, A. Malek: Anytime-Valid Inference for Multinomial Count Data. NeurIPS 2022, arXiv:2011.03567 (who owns the errors).
 * - R. Turner, A. Ly, P. Grünwald: Generic E-Variables for Exact Sequential k-Sample Tests that allow for Optional Stopping. J. Statistical
 *   Planning and Inference 230, 2024, arXiv:2106.02693 (the nearest point), and R. Turner, P. Grünwald: Exact Anytime-valid Confidence Intervals
 *   for Contingency Tables and Beyond, arXiv:2203.09785 (a null hypothesis with a difference of rates).
 * - P. Grünwald, R. de Heide, W. Koolen: Safe Testing. J. Royal Statistical Society B 86, 2024, arXiv:1906.07801.
 */

/** What one version answered: all requests, and those that count against it because they failed or were slow. */
export interface Tally {
  readonly requests: number;
  readonly bad: number;
}

export interface Pair {
  readonly stable: Tally;
  readonly canary: Tally;
}

export const nothing: Pair = { stable: { requests: 0, bad: 0 }, canary: { requests: 0, bad: 0 } };

const sum = (one: Tally, other: Tally): Tally => ({
  requests: one.requests + other.requests,
  bad: one.bad + other.bad,
});

export const plus = (one: Pair, other: Pair): Pair => ({
  stable: sum(one.stable, other.stable),
  canary: sum(one.canary, other.canary),
});

/** Rates that are expected while the null hypothesis does not hold. */
export interface Rates {
  readonly stable: number;
  readonly canary: number;
}

/** A logarithm that a count of zero switches off. */
const times = (count: number, ratio: number): number => (count === 0 ? 0 : count * Math.log(ratio));

/** The Poisson ratio of the expected rates to one rate for both. */
const logRatio = ({ stable, canary }: Pair, expected: Rates): number => {
  const all = stable.requests + canary.requests;
  if (all === 0) return 0;
  const same = (stable.requests * expected.stable + canary.requests * expected.canary) / all;
  return times(stable.bad, expected.stable / same) + times(canary.bad, expected.canary / same);
};

/** Log e-value against "the canary's rate is not above the stable version's". A bet that it is lower would be none against that. */
export const logWorse = (pair: Pair, expected: Rates): number =>
  expected.canary <= expected.stable ? 0 : logRatio(pair, expected);

/** The same for rates that are not small, where requests that are not bad count as well. */
export const logWorseOfMany = ({ stable, canary }: Pair, expected: Rates): number => {
  if (expected.canary <= expected.stable) return 0;
  const rest: Pair = {
    stable: { requests: stable.requests, bad: stable.requests - stable.bad },
    canary: { requests: canary.requests, bad: canary.requests - canary.bad },
  };
  const others = { stable: 1 - expected.stable, canary: 1 - expected.canary };
  return logRatio({ stable, canary }, expected) + logRatio(rest, others);
};

/** Log e-value against "the canary's rate is not above `most`", for when there is no stable version to compare with. */
export const logAbove = (canary: Tally, expected: number, most: number): number =>
  expected <= most ? 0 : times(canary.bad, expected / most) - canary.requests * (expected - most);

/** Log e-value against "the canary's rate is above the stable version's by at least `excess`". */
export const logWithin = ({ stable, canary }: Pair, expected: Rates, excess: number): number => {
  const all = stable.requests + canary.requests;
  if (all === 0 || expected.canary >= expected.stable + excess) return 0;
  const likely = stable.requests * expected.stable;
  const half = (all * excess - likely - canary.requests * expected.canary) / 2;
  // The stable version's rate at the nearest point solves all·p² + 2·half·p = likely·excess.
  const p = Math.max(0, (Math.sqrt(half * half + all * likely * excess) - half) / all);
  const ofStable =
    stable.requests === 0 ? 0 : times(stable.bad, expected.stable / p) - likely + stable.requests * p;
  return (
    ofStable +
    times(canary.bad, expected.canary / (p + excess)) -
    canary.requests * (expected.canary - p - excess)
  );
};

/** By how much one bad request of the canary multiplies the e-value of `logWorse`, and one of the stable version. */
const oneWorse = (share: number, { stable, canary }: Rates): { ofCanary: number; ofStable: number } => {
  const mixed = stable + share * (canary - stable);
  return { ofCanary: canary / mixed, ofStable: stable / mixed };
};

/**
 * How much of a bet to stake when one bad request must not count for more than a factor of `most`: so much that it counts for just that, since
 * every good request would cost and nothing would come of it; but at least so much that a canary at the rate `tolerated` loses what it gains.
 */
export const stakeOf = (share: number, rates: Rates, tolerated: number, most: number): number => {
  const { ofCanary, ofStable } = oneWorse(share, rates);
  if (ofCanary <= most) return 1;
  const gains = (tolerated * Math.log(most) * share) / ((1 - share) * rates.stable);
  const balanced = -Math.expm1(-gains) / (1 - ofStable);
  return Math.min(1, Math.max((most - 1) / (ofCanary - 1), balanced));
};

/** More is given away, so that numbers stay finite. */
const mostLog = 300;

/** The log e-value of a bet of which only a part is staked. */
export const staking = (part: number, log: number): number => {
  const limited = Math.min(log, mostLog);
  return part === 1 ? limited : Math.log1p(part * Math.expm1(limited));
};

/**
 * The ratio of rates to bet on so that evidence grows only while the true ratio is above `ratio`: the other zero of the growth
 * f·log θ − log(1 − share + share·θ) at the share f of bad requests that the canary owns at `ratio`.
 */
export const ratioToBetOn = (ratio: number, share: number): number => {
  const owned = (share * ratio) / (1 - share + share * ratio);
  let log = 3 * Math.log(ratio) + 1;
  for (let round = 0; round < 8; round++) {
    const mixed = 1 - share + share * Math.exp(log);
    const growth = owned * log - Math.log(mixed);
    const slope = owned - (mixed - 1 + share) / mixed;
    if (slope >= 0 || growth >= 0) break;
    log -= growth / slope;
  }
  return Math.exp(log);
};

/** `count` rates to bet on, from the first one that a difference within the tolerance does not feed, to `most`. */
export const ratesToBetOn = (
  stable: number,
  tolerance: number,
  share: number,
  most: number,
  count: number,
): number[] => {
  const first = Math.min(stable * ratioToBetOn(1 + tolerance / stable, share), most * 0.9);
  return Array.from({ length: count }, (_, index) => first * (most / first) ** (index / (count - 1)));
};
