import * as v from "valibot";
import { expect, test } from "vitest";
import { cohortBuckets, cohortOf, cohortOfOrder, newIdOf, orderMark } from "./cohort.ts";
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

test("an order of a named cohort tells its name by its id, and the bucket of its shopper all the same", () => {
  const shopper = newId("usr");
  for (const cohort of ["staff", `staff,${cohortOf(shopper)}`]) {
    const ids = Array.from({ length: 500 }, () => newIdOf("ord", shopper, cohort));
    expect(new Set(ids).size).toBe(500);
    for (const id of ids) {
      expect(v.is(OrderId, id)).toBe(true);
      expect(cohortOfOrder(id)).toBe(`${orderMark("staff")},${cohortOf(shopper)}`);
    }
  }
  expect(orderMark("staff")).not.toBe(orderMark("testers"));
});

test("an order of no named cohort tells no name", () => {
  const shopper = newId("gst");
  for (const cohort of [undefined, "", cohortOf(shopper)])
    for (let i = 0; i < 500; i++) {
      const mark = cohortOfOrder(newIdOf("ord", shopper, cohort)).split(",")[0];
      expect([orderMark("staff"), orderMark(cohortOf(shopper))]).not.toContain(mark);
    }
});
