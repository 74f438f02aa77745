/**
 * The central band that holds a binomial count with at least the given confidence: equal tails, exact probabilities.
 *
 * @example binomialBand(1000, 0.1, 0.999) // [70, 133]
 */
export const binomialBand = (
  trials: number,
  probability: number,
  confidence: number,
): [low: number, high: number] => {
  const tail = (1 - confidence) / 2;
  let logMass = trials * Math.log1p(-probability);
  let cumulative = 0;
  let low = -1;
  for (let k = 0; k <= trials; k++) {
    cumulative += Math.exp(logMass);
    if (low < 0 && cumulative > tail) low = k;
    if (cumulative >= 1 - tail) return [low, k];
    logMass += Math.log((trials - k) / (k + 1)) + Math.log(probability / (1 - probability));
  }
  return [low, trials];
};
