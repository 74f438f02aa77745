import type { Counts } from "@caravan/release-engine";
import { expect, test } from "vitest";
import { errorRate, quantile, together } from "./buckets.ts";

const answered = (requests: number, errors: number, ...counts: number[]): Counts => ({
  ...{ requests, errors },
  durations: counts.map((inBucket, index) => ({
    upToMilliseconds: [50, 100, 250, null][index] ?? null,
    requests: inBucket,
  })),
});

test("without a request there is no rate and no duration, rather than a zero", () => {
  expect(errorRate(answered(0, 0))).toBeNull();
  expect(quantile(0.5, answered(0, 0, 0, 0, 0, 0))).toBeNull();
});

test("a quantile lies in its bucket, and one in the open bucket is at least its bound", () => {
  const some = answered(100, 1, 40, 40, 15, 5);
  expect(quantile(0.5, some)).toBeGreaterThan(50);
  expect(quantile(0.5, some)).toBeLessThan(100);
  expect(quantile(0.99, some)).toBe(250);
});

test("windows together hold the requests of both, also when the buckets change", () => {
  const sum = together(answered(10, 1, 5, 5, 0, 0), answered(20, 2, 10, 5, 5, 0));
  expect(sum).toEqual(answered(30, 3, 15, 10, 5, 0));
  const other: Counts = { requests: 5, errors: 0, durations: [{ upToMilliseconds: null, requests: 5 }] };
  expect(together(answered(10, 1, 5, 5, 0, 0), other)).toMatchObject({
    requests: 15,
    durations: other.durations,
  });
});
