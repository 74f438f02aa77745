import { expect, it } from "vitest";
import { crowd } from "./crowd.ts";
import { fairnessTable } from "./fairness-table.ts";

it("without rules people get next to nothing; with all of them at least their share of the crowd", () => {
  const small = { ...crowd, shoppers: 2000, pieces: 100 };
  const table = fairnessTable(small, [1, 2]);
  expect(table.at(0)?.share).toBeLessThan(0.01);
  const shareOf = (start: string) => table.find(({ name }) => name.startsWith(start))?.share ?? 0;
  expect(shareOf("+ lot over the first 3 s")).toBeGreaterThan(0.9);
  expect(shareOf("one shopper per address, and per device")).toBeGreaterThan(
    shareOf("+ one shopper per address"),
  );
  expect(fairnessTable(small, [1, 2])).toEqual(table);
});
