import fc from "fast-check";
import { expect, test } from "vitest";
import { binomialBand, isInBand } from "./binomial.ts";

// Expected values: all terms of the distribution, added up one by one.
test.each([
  [10, 0.5, 0.001, 0, 10],
  [50, 0.01, 0.001, 0, 4],
  [1000, 0.1, 0.001, 70, 132],
  [1_000_000, 0.05, 0.001, 49_284, 50_719],
])("the band of %i requests with a share of %d", (n, p, alpha, low, high) => {
  expect(binomialBand(n, p, alpha)).toEqual({ low, high });
});

test("no share and the whole have no room", () => {
  expect(binomialBand(100, 0, 0.001)).toEqual({ low: 0, high: 0 });
  expect(binomialBand(100, 1, 0.001)).toEqual({ low: 100, high: 100 });
});

test("what is in the band is found without the band", () => {
  const counts = fc
    .integer({ min: 1, max: 3000 })
    .chain((n) => fc.record({ n: fc.constant(n), k: fc.integer({ min: 0, max: n }) }));
  fc.assert(
    fc.property(counts, fc.integer({ min: 1, max: 989 }), ({ n, k }, weight) => {
      const p = weight / 1000;
      const { low, high } = binomialBand(n, p, 0.001);
      expect(isInBand(k, n, { least: p, most: p }, 0.001)).toBe(k >= low && k <= high);
    }),
  );
});
