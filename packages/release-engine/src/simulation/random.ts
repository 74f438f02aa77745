import { randomBinomial, randomPoisson } from "d3-random";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Chance that is the same for the same seed, on every machine. */
export interface Random {
  uniform(): number;
  binomial(requests: number, probability: number): number;
  poisson(mean: number): number;
}

export const seeded = (seed: number): Random => {
  const generator = xoroshiro128plus(seed);
  const uniform = () => uniformFloat64(generator);
  const binomial = randomBinomial.source(uniform);
  const poisson = randomPoisson.source(uniform);
  return {
    uniform,
    binomial: (requests, probability) =>
      requests === 0 || probability <= 0 ? 0 : binomial(requests, Math.min(1, probability))(),
    poisson: (mean) => (mean <= 0 ? 0 : poisson(mean)()),
  };
};

/** A seed of each run of each cell: neighbours have nothing in common. */
export const seedOf = (...parts: readonly number[]): number => {
  let hash = 0x9e3779b9;
  for (const part of parts) {
    hash = Math.imul(hash ^ part, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  return hash | 0;
};
