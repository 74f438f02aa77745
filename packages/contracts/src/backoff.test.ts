import fc from "fast-check";
import { expect, test } from "vitest";
import { backoffSeconds } from "./backoff.ts";

test("pauses double from the first to the longest, for any number of failures", () => {
  expect([1, 2, 3, 4, 5].map((failures) => backoffSeconds(failures, 0.5, 6, 1))).toEqual([0.5, 1, 2, 4, 6]);
  expect([0, 1_000_000].map((failures) => backoffSeconds(failures, 0.5, 6, 1))).toEqual([0.5, 6]);
});

test("a pause is never shorter than half, nor longer than the whole", () => {
  fc.assert(
    fc.property(fc.nat(2_000), fc.double({ min: 0.01, max: 60, noNaN: true }), (failures, first) => {
      const [pause, whole] = [backoffSeconds(failures, first, 300), backoffSeconds(failures, first, 300, 1)];
      expect(pause).toBeGreaterThanOrEqual(whole / 2);
      expect(pause).toBeLessThanOrEqual(whole);
      expect(backoffSeconds(failures, first, 300, 0)).toBe(whole / 2);
    }),
  );
});
