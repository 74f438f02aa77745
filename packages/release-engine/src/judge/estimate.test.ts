import { expect, it } from "vitest";
import { cells } from "../simulation/cells.ts";
import { measureCell } from "../simulation/measure.ts";
import { requestsToPromote } from "./estimate.ts";

const demands = { errorTolerance: 0.01, falsePromotion: 0.05 };

it("a step that puts more at stake needs more requests, and so does a service that fails more often", () => {
  const needs = (errorRate: number, nextShare: number) =>
    requestsToPromote(demands, { errorRate, share: 0.1, nextShare });
  expect(needs(0.005, 1)).toBeGreaterThan(needs(0.005, 0.25) * 3);
  expect(needs(0.01, 1)).toBeGreaterThan(needs(0.001, 1));
});

it("simulated releases need about so many", () => {
  const cell = cells.find(
    ({ rate, scenario, baseline }) => rate === 20 && scenario === "canary as good" && baseline === 0.005,
  );
  if (!cell) throw new Error("no such cell");
  const { requests } = measureCell(cell, 100, 5).figures.caravan;
  const needed = requestsToPromote(demands, { errorRate: 0.005, share: 0.5, nextShare: 1 });
  expect(needed / requests).toBeGreaterThan(0.6);
  expect(needed / requests).toBeLessThan(1.6);
});
