import { expect, it } from "vitest";
import { type Cell, cells } from "./cells.ts";
import { type CellReport, type Figures, measureCell } from "./measure.ts";

const runs = 100;

const cellOf = (scenario: string, rate: number, baseline: number): Cell => {
  const found = cells.find(
    (cell) => cell.scenario === scenario && cell.rate === rate && cell.baseline === baseline,
  );
  if (!found) throw new Error(`No cell ${scenario} at ${rate} with ${baseline}`);
  return found;
};

const known = new Map<Cell, CellReport>();

const measured = (scenario: string, rate: number, baseline = 0.005): CellReport["figures"] => {
  const cell = cellOf(scenario, rate, baseline);
  const report = known.get(cell) ?? measureCell(cell, runs, 7);
  known.set(cell, report);
  return report.figures;
};

const ended = ({ promoted, rolledBack, held }: Figures): number => promoted + rolledBack + held;

it.each([5, 20, 1000])("at %d requests a minute a good canary is hardly ever rolled back", (rate) => {
  const { caravan } = measured("canary as good", rate);
  expect(caravan.rolledBack).toBeLessThanOrEqual(0.01);
  expect(ended(caravan)).toBeCloseTo(1);
});

it("Flagger's rule rolls a good canary of a quiet service back more often than not, and promotes a bad one", () => {
  expect(measured("canary as good", 5).flagger.rolledBack).toBeGreaterThan(0.5);
  expect(measured("canary fails 3 %", 20).flagger.promoted).toBeGreaterThan(0.6);
});

it.each([{ baseline: 0.001 }, { baseline: 0.005 }, { baseline: 0.01 }])(
  "a canary that fails 3 % where $baseline is usual is never promoted at 20 requests a minute, and hurts fewer than under other rules",
  ({ baseline }) => {
    const { caravan, flagger, argo } = measured("canary fails 3 %", 20, baseline);
    expect(caravan.promoted).toBe(0);
    expect(caravan.hurt).toBeLessThan(Math.min(flagger.hurt, argo.hurt));
  },
);

it("a disaster is over within some fifteen requests of the canary", () => {
  const { caravan } = measured("canary fails 30 %", 20, 0.001);
  expect(caravan.rolledBack).toBe(1);
  expect(caravan.requests).toBeLessThanOrEqual(15);
});

it.each([
  "bursts of errors that hit both, canary as good",
  "half a minute in which only the canary fails, canary as good",
  "metrics are away for ten minutes, canary as good",
])("%s: it is promoted", (scenario) => {
  const { caravan } = measured(scenario, 100);
  expect(caravan.rolledBack).toBeLessThanOrEqual(0.01);
  expect(caravan.promoted).toBeGreaterThan(0.95);
});

it.each([
  ["30 % are refused by 4xx, canary as good", 20],
  ["a customer sends wrong requests for ten minutes, canary as good", 100],
] as const)("%s: at %d requests a minute it is hardly ever rolled back", (scenario, rate) => {
  const { caravan } = measured(scenario, rate);
  expect(caravan.rolledBack).toBeLessThanOrEqual(0.01);
  expect(caravan.promoted).toBeGreaterThan(0.95);
});

it("a canary that refuses by 4xx what the other one takes is always found, and never by other rules", () => {
  const { caravan, flagger, argo } = measured("canary refuses 50 % more by 4xx", 20);
  expect([caravan.rolledBack, caravan.promoted]).toEqual([1, 0]);
  expect(Math.min(flagger.promoted, argo.promoted)).toBeGreaterThan(0.9);
  expect(caravan.hurt).toBeLessThan(flagger.hurt / 100);
});

it("a canary that is slower by half is always found", () => {
  expect(measured("canary is slower by 50 %", 20).caravan.rolledBack).toBe(1);
});

it("the same seed gives the same figures", () => {
  const cell = cellOf("canary fails 3 %", 20, 0.005);
  expect(measureCell(cell, 20, 3)).toEqual(measureCell(cell, 20, 3));
  expect(measureCell(cell, 20, 3)).not.toEqual(measureCell(cell, 20, 4));
});
