import { expect, test } from "vitest";
import { parseWeight, shareOf, showShares, showWeight } from "./weights.ts";

test.each([
  ["10", 100],
  ["0", 0],
  ["100", 1000],
  ["12.5", 125],
  ["0.1%", 1],
])("%s per cent is %i of 1000", (percent, weight) => expect(parseWeight(percent)).toBe(weight));

test.each(["-1", "100.1", "101", "1.25", "ten", "", "1e1", " "])("%j is not a weight", (percent) => {
  expect(() => parseWeight(percent)).toThrow("at most one decimal");
});

test("a weight is shown as a percentage", () => {
  expect([100, 1, 1000].map(showWeight)).toEqual(["10 %", "0.1 %", "100 %"]);
});

test("v2's share counts against the sum of all weights, whatever that is", () => {
  const parts = (v1: number, v2: number) => [
    { version: "v1", weight: v1 },
    { version: "v2", weight: v2 },
  ];
  expect([parts(900, 100), parts(9, 1), parts(1000, 0)].map(shareOf)).toEqual([100, 100, 0]);
});

test("a destination alone gets everything, and one without a version no certain share", () => {
  expect(shareOf([{ version: "v2", weight: 0 }])).toBe(1000);
  expect(shareOf([{ version: "v1", weight: 0 }])).toBe(0);
  expect(shareOf([{ version: undefined, weight: 1 }])).toBeNull();
});

test("shares that differ are all shown", () => {
  expect(showShares([100, 100])).toBe("10 %");
  expect(showShares([100, 0, null])).toBe("a share by its number of pods or 0 % or 10 %");
});
