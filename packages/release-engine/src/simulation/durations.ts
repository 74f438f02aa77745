import type { Random } from "./random.ts";

/** Istio's own buckets, without those that a service of this kind never reaches. */
export const bounds = [5, 10, 25, 50, 100, 250, 500, 1000, 2500] as const;

/** Durations are log-normal: half within 80 ms, 99 of 100 within 290 ms. */
const median = 80;
const spread = 0.55;

/** Φ by the approximation 7.1.26 of Abramowitz and Stegun, within 1e-7. */
const normal = (z: number): number => {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const tail =
    t *
    (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) *
    Math.exp(-x * x);
  return z >= 0 ? 1 - tail / 2 : tail / 2;
};

/** The probability that a request ends in a bucket or one before it, when the version is slower by a factor. */
export const cumulative = (slower: number): readonly number[] => [
  ...bounds.map((bound) => normal(Math.log(bound / (median * slower)) / spread)),
  1,
];

/** Up to so many requests each is drawn alone: more are drawn bucket by bucket. */
const few = 12;

export const drawDurations = (random: Random, requests: number, upTo: readonly number[]): number[] => {
  const counts = upTo.map(() => 0);
  if (requests <= few) {
    for (let request = 0; request < requests; request++) {
      const point = random.uniform();
      let bucket = 0;
      while (point > (upTo[bucket] ?? 1)) bucket += 1;
      counts[bucket] = (counts[bucket] ?? 0) + 1;
    }
    return counts;
  }
  let left = requests;
  let below = 0;
  for (let bucket = 0; left > 0 && bucket < upTo.length; bucket++) {
    const to = upTo[bucket] ?? 1;
    const here = random.binomial(left, below < 1 ? (to - below) / (1 - below) : 1);
    counts[bucket] = here;
    left -= here;
    below = to;
  }
  return counts;
};
