/** Lanczos' approximation (g = 7, n = 9), exact to 15 digits for what is counted here. */
const coefficients = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

const logGamma = (x: number): number => {
  const sum = coefficients.reduce(
    (total, one, index) => (index === 0 ? one : total + one / (x - 1 + index)),
    0,
  );
  const t = x + 6.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
};

/** The probability of exactly `k` of `n`. */
const probability = (k: number, n: number, p: number): number =>
  Math.exp(
    logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1) + k * Math.log(p) + (n - k) * Math.log1p(-p),
  );

/** The probability of `k` or fewer of `n` (`way` -1), or of `k` or more (`way` 1): the terms themselves are added up. */
const tail = (k: number, n: number, p: number, way: -1 | 1): number => {
  let term = probability(k, n, p);
  let sum = 0;
  for (let i = k; i >= 0 && i <= n; i += way) {
    sum += term;
    // Beyond the mean terms only become smaller; before it the sum is far above any bound that is asked for.
    if (sum > 0.5 || (term < sum * 1e-12 && (i - n * p) * way > 0)) break;
    term *= way === 1 ? ((n - i) / (i + 1)) * (p / (1 - p)) : (i / (n - i + 1)) * ((1 - p) / p);
  }
  return sum;
};

/** The least of `from` to `to` for which it holds, when it holds for all above that; else `to`. */
const least = (from: number, to: number, holds: (k: number) => boolean): number => {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
};

/**
 * How many of `n` requests may go to a version that gets each with probability `p`: fewer than `low` have a probability of at most half of
 * `alpha`, and so have more than `high`.
 */
export const binomialBand = (n: number, p: number, alpha: number): { low: number; high: number } => {
  if (n === 0 || p <= 0) return { low: 0, high: 0 };
  if (p >= 1) return { low: n, high: n };
  const mean = Math.floor(n * p);
  const low = least(0, mean, (k) => tail(k, n, p, -1) > alpha / 2);
  const above = least(mean, n + 1, (k) => k > n || tail(k, n, p, 1) <= alpha / 2);
  return { low, high: above - 1 };
};

/** Whether `k` of `n` is in the band of a probability from `least` to `most`; without finding the band, which takes a hundred times as long. */
export const isInBand = (k: number, n: number, p: { least: number; most: number }, alpha: number): boolean =>
  (k >= n * p.least || tail(k, n, p.least, -1) > alpha / 2) &&
  (k <= n * p.most || tail(k, n, p.most, 1) > alpha / 2);
