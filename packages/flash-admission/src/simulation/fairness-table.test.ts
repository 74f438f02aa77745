import { expect, it } from "vitest";
import { crowd } from "./crowd.ts";
import { fairnessTable } from "./fairness-table.ts";

it("without rules people get next to nothing; with all of them at least their share of the crowd", () => {
  const small = { ...crowd, shoppers: 2000, pieces: 100 };
  const table = fairnessTable(small, [1, 2]);
  expect(table.at(0)?.share).toBeLessThan(0.01);
  expect(table.find(({ name }) => name === "+ lot over the first 3 s")?.share).toBeGreaterThan(0.9);
  expect(fairnessTable(small, [1, 2])).toEqual(table);
});
