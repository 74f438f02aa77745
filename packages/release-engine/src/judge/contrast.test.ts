import fc from "fast-check";
import { expect, it } from "vitest";
import {
  logAbove,
  logWithin,
  logWorse,
  logWorseOfMany,
  type Pair,
  ratesToBetOn,
  ratioToBetOn,
  stakeOf,
  staking,
} from "./contrast.ts";

const binomial = (requests: number, rate: number): number[] => {
  const odds = [(1 - rate) ** requests];
  for (let bad = 1; bad <= requests; bad++)
    odds.push((((odds[bad - 1] ?? 0) * (requests - bad + 1)) / bad) * (rate / (1 - rate)));
  return odds;
};

/** The exact expectation of an e-value over all outcomes of so many requests. */
const expectation = (
  requests: { stable: number; canary: number },
  rates: { stable: number; canary: number },
  log: (pair: Pair) => number,
): number => {
  const ofCanary = binomial(requests.canary, rates.canary);
  return binomial(requests.stable, rates.stable).reduce(
    (sum, odds, stable) =>
      ofCanary.reduce(
        (inner, more, canary) =>
          inner +
          odds *
            more *
            Math.exp(
              log({
                stable: { requests: requests.stable, bad: stable },
                canary: { requests: requests.canary, bad: canary },
              }),
            ),
        sum,
      ),
    0,
  );
};

const rate = fc.double({ min: 0.001, max: 0.6, noNaN: true });
const requests = fc.record({
  stable: fc.integer({ min: 1, max: 40 }),
  canary: fc.integer({ min: 1, max: 20 }),
});
const allowed = 1 + 1e-9;

it("a canary that is not worse gains no evidence against it on average, whatever rates are bet on", () =>
  fc.assert(
    fc.property(requests, rate, rate, rate, rate, (counts, now, better, usual, bet) => {
      const rates = { stable: Math.max(now, better), canary: Math.min(now, better) };
      const expected = { stable: usual, canary: bet };
      expect(expectation(counts, rates, (pair) => logWorse(pair, expected))).toBeLessThanOrEqual(allowed);
      expect(expectation(counts, rates, (pair) => logWorseOfMany(pair, expected))).toBeLessThanOrEqual(
        allowed,
      );
    }),
  ));

it("a part of a bet is as fair as the whole one", () =>
  fc.assert(
    fc.property(requests, rate, rate, (counts, now, usual) => {
      const expected = { stable: usual, canary: Math.min(0.9, usual * 8) };
      const share = counts.canary / (counts.canary + counts.stable);
      const part = stakeOf(share, expected, usual * 2, 3);
      const log = (pair: Pair) => staking(part, logWorse(pair, expected));
      expect(expectation(counts, { stable: now, canary: now }, log)).toBeLessThanOrEqual(allowed);
    }),
  ));

it("a canary that is worse by the excess gains no evidence of being within it, even when rates are not the usual ones", () =>
  fc.assert(
    fc.property(requests, rate, rate, rate, (counts, now, usual, own) => {
      const excess = 0.1;
      const rates = { stable: now, canary: now + excess };
      const log = (pair: Pair) => logWithin(pair, { stable: usual, canary: own }, excess);
      expect(expectation(counts, rates, log)).toBeLessThanOrEqual(allowed);
    }),
  ));

it("a canary below the limit gains no evidence of being above it", () =>
  fc.assert(
    fc.property(requests, rate, rate, (counts, now, bet) => {
      const log = ({ canary }: Pair) => logAbove(canary, bet, now);
      expect(expectation(counts, { stable: now, canary: now }, log)).toBeLessThanOrEqual(allowed);
    }),
  ));

it("of a bet so much is staked that one failure counts for the limit, and that what is tolerated does not grow", () => {
  const expected = { stable: 0.001, canary: 0.05 };
  const failure: Pair = { stable: { requests: 99, bad: 0 }, canary: { requests: 1, bad: 1 } };
  const part = stakeOf(0.01, expected, 0.001, 4);
  expect(Math.exp(staking(part, logWorse(failure, expected)))).toBeCloseTo(4);
  const more = stakeOf(0.01, expected, 0.011, 4);
  expect(more).toBeGreaterThan(part);
  // Each failure of the stable version costs; so many of them come with one request of the canary.
  const cost = staking(
    more,
    logWorse({ ...failure, canary: { requests: 1, bad: 0 }, stable: { requests: 99, bad: 1 } }, expected),
  );
  expect(0.011 * Math.log(4) + 99 * 0.001 * cost).toBeCloseTo(0, 6);
});

it.each([
  [2, 0.01],
  [3, 0.25],
  [1.1, 0.5],
  [11, 0.05],
])("a bet against a ratio of %d at a share of %d neither grows nor shrinks at that ratio", (ratio, share) => {
  const bet = ratioToBetOn(ratio, share);
  const owned = (share * ratio) / (1 - share + share * ratio);
  expect(bet).toBeGreaterThan(ratio);
  expect(owned * Math.log(bet) - Math.log(1 - share + share * bet)).toBeCloseTo(0, 6);
});

it("rates to bet on rise, and end where they are told to", () => {
  const rates = ratesToBetOn(0.005, 0.01, 0.05, 0.6, 5);
  expect(rates).toEqual(rates.toSorted((one, other) => one - other));
  expect(rates.at(-1)).toBeCloseTo(0.6);
});
