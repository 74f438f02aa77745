import * as v from "valibot";

/**
 * A bet on several rates at a time: the average of e-values is an e-value (V. Vovk, R. Wang: E-values: Calibration, combination and applications.
 * Annals of Statistics 49, 2021, arXiv:1912.06116). A part is kept back and staked little by little, so that a version that was good for
 * hours and then fails is found soon, although what was staked first is lost by then.
 */
export const Stakes = v.object({ reserve: v.number(), staked: v.array(v.number()) });
export type Stakes = v.InferOutput<typeof Stakes>;

const keptBack = 0.15;
/** Of the reserve, staked after each block. */
const stakedPerBlock = 0.005;

/** Most is staked on the smallest difference, which is the hardest to see; each bet gets `lessEach` of the one before. */
const lessEach = 0.6;

const shares = (bets: number): readonly number[] => {
  const sizes = Array.from({ length: bets }, (_, bet) => lessEach ** bet);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  return sizes.map((size) => size / all);
};

export const startStakes = (bets: number): Stakes => ({
  reserve: keptBack,
  staked: shares(bets).map((share) => (1 - keptBack) * share),
});

/** What the bets are worth: the e-value. `logs`: the log e-value of each since the last settlement. */
export const worth = ({ reserve, staked }: Stakes, logs: readonly number[]): number => {
  let sum = reserve;
  for (let bet = 0; bet < staked.length; bet++) sum += (staked[bet] ?? 0) * Math.exp(logs[bet] ?? 0);
  return sum;
};

/** Less of everything: it is allowed at any time to give evidence away. */
export const scaled = ({ reserve, staked }: Stakes, factor: number): Stakes =>
  factor === 1
    ? { reserve, staked }
    : { reserve: reserve * factor, staked: staked.map((stake) => stake * factor) };

/** Makes what the bets are worth their new stake. */
export const settle = ({ reserve, staked }: Stakes, logs: readonly number[]): Stakes => {
  const more = (reserve * stakedPerBlock) / staked.length;
  return {
    reserve: reserve * (1 - stakedPerBlock),
    staked: staked.map((stake, bet) => stake * Math.exp(logs[bet] ?? 0) + more),
  };
};
