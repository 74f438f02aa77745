import * as fc from "fast-check";
import { expect, test } from "vitest";
import { bucketPattern } from "./buckets.ts";

const buckets = Array.from({ length: 1000 }, (_, bucket) => String(bucket).padStart(3, "0"));
/** Those that a pattern matches, as Envoy does: the whole value. */
const matched = (pattern: string): number[] => {
  const whole = new RegExp(`^(?:${pattern})$`);
  return buckets.flatMap((bucket, i) => (whole.test(bucket) ? [i] : []));
};
const wanted = (from: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => (from + i) % 1000).sort((a, b) => a - b);

test("a pattern matches exactly as many buckets as the weight says, from the first one on", () => {
  for (const from of [0, 1, 9, 10, 99, 100, 417, 990, 999])
    for (let count = 1; count <= 1000; count++)
      expect(matched(bucketPattern(from, count)), `${count} from ${from}`).toEqual(wanted(from, count));
});

test("a growing weight takes customers in, and sends none back", () => {
  const grows = fc.tuple(
    fc.integer({ min: 0, max: 999 }),
    fc.integer({ min: 1, max: 1000 }),
    fc.integer({ min: 1, max: 1000 }),
  );
  fc.assert(
    fc.property(grows, ([from, one, other]) => {
      const [few, many] = [Math.min(one, other), Math.max(one, other)];
      const after = new Set(matched(bucketPattern(from, many)));
      expect(matched(bucketPattern(from, few)).filter((bucket) => !after.has(bucket))).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test("a pattern is short, and matches nothing but buckets", () => {
  expect(bucketPattern(990, 20)).toBe("99[0-9]|00[0-9]");
  expect(bucketPattern(1, 997).length).toBeLessThan(120);
  for (const value of ["", "0", "42", "0042", "a42", "042\n"])
    expect(new RegExp(`^(?:${bucketPattern(0, 1000)})$`).test(value), value).toBe(false);
});
