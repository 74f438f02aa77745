import { expect, test } from "vitest";
import type { Figure } from "./figures.ts";
import { compareRounds, readRatio, type Side, turns } from "./ratios.ts";
import { showCompared } from "./show-compare.ts";

const figure = (value: number, better: Figure["better"] = "more", what = "orders"): Figure => ({
  ...{ what, value, better },
});
const rounds = (...values: [Side, Figure][]) => values.map(([side, one]) => ({ side, figures: [one] }));

test("both sides are measured in turn, and this checkout last", () => {
  expect(turns(2)).toEqual(["A", "B", "A", "B"]);
});

test("a difference that is no larger than that of a side from itself is called noise", () => {
  const [orders] = compareRounds(
    rounds(["A", figure(100)], ["B", figure(112)], ["A", figure(115)], ["B", figure(118)]),
  );
  expect(orders?.ratio).toBeCloseTo(1.072, 3);
  expect(orders).toMatchObject({ values: [100, 112, 115, 118], reading: "noise" });
  expect(orders?.spread).toBeCloseTo(0.15);
});

test("a difference above the noise is better or worse by what the figure is", () => {
  const read = (better: Figure["better"]) =>
    compareRounds(
      rounds(
        ...([100, 150, 102, 151] as const).map((value, i): [Side, Figure] => [
          ...([i % 2 ? "B" : "A", figure(value, better)] as const),
        ]),
      ),
    )[0]?.reading;
  expect([read("more"), read("less")]).toEqual(["better", "worse"]);
});

test("one round of each side says nothing of noise, so nothing is called better", () => {
  const once = rounds(["A", figure(100)], ["B", figure(150)]);
  expect(compareRounds(once)[0]?.reading).toBe("noise not known");
  expect(showCompared(once)).toMatch(/1\.50 +– +noise not known/);
});

test("half is as far from one as twice is", () => {
  expect(readRatio(0.5, 0.99, "more")).toBe("worse");
  expect(readRatio(2, 0.99, "more")).toBe("better");
  expect([readRatio(0.5, 1, "more"), readRatio(2, 1, "more")]).toEqual(["noise", "noise"]);
});

test("a figure that a side does not have, or that is zero, has no ratio and is shown all the same", () => {
  const [failed] = compareRounds(rounds(["A", figure(0, "less")], ["B", figure(3, "less")]));
  expect(failed?.reading).toBe("no figure");
  const [alone] = compareRounds([{ side: "A", figures: [] }, ...rounds(["B", figure(7)])]);
  expect(alone).toMatchObject({ values: [Number.NaN, 7], reading: "no figure" });
  expect(showCompared([{ side: "A", figures: [] }, ...rounds(["B", figure(7)])])).toContain("–");
});

test("the table shows each round, the ratio, and the noise beside it", () => {
  const given = rounds(["A", figure(100)], ["B", figure(150)], ["A", figure(102)], ["B", figure(151)]);
  const [head, row] = showCompared(given)
    .split("\n")
    .map((line) => line.trim().split(/\s{2,}/));
  expect(head).toEqual(["figure", "A1", "B1", "A2", "B2", "B/A", "a side against itself", "B is"]);
  expect(row).toEqual(["orders", "100", "150", "102", "151", "1.49", "2.0 %", "better"]);
});
