import * as v from "valibot";
import { expect, test } from "vitest";
import { cohortBuckets, cohortOf, newIdOf } from "./cohort.ts";
import { newId, OrderId } from "./id.ts";

test("a customer's bucket is three digits, and always the same", () => {
  expect(cohortOf("gst_01919b3e-8a4f-7c3e-9a51-0d9c7a100000")).toBe("000");
  expect(cohortOf("gst_01919b3e-8a4f-7c3e-9a51-0d9c7a10002a")).toBe("042");
  expect(cohortOf("usr_01919b3e-8a4f-7c3e-9a51-0d9c7a1fffff")).toBe("575");
});

test("an order is in the bucket of its shopper, and has an id like any other", () => {
  for (let i = 0; i < 2_000; i++) {
    const shopper = newId("usr");
    const order = newIdOf("ord", shopper);
    expect(cohortOf(order)).toBe(cohortOf(shopper));
    expect(v.is(OrderId, order)).toBe(true);
  }
  const shopper = newId("gst");
  expect(new Set(Array.from({ length: 500 }, () => newIdOf("ord", shopper))).size).toBe(500);
});

test("every bucket gets customers, none a multiple of its share", () => {
  const counts = Array.from({ length: cohortBuckets }, () => 0);
  for (let i = 0; i < 100_000; i++) {
    const bucket = Number(cohortOf(newId("gst")));
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  expect(Math.min(...counts)).toBeGreaterThan(40);
  expect(Math.max(...counts)).toBeLessThan(180);
});
