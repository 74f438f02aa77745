import type { Release } from "@caravan/contracts";
import { expect, test } from "vitest";
import { releasesTable } from "./show-release.ts";

const release = {
  ...{ id: "rel_01919b3e-8a4f-7c3e-9a51-0d9c7a1e4f20", service: "inventory", phase: "held", stopped: null },
  ...{ heldDuring: "rolling back", endedAt: null, task: { number: 9, do: "remove canary" } },
  weights: { planned: 0, applied: 0, observed: 998 },
  verdict: { verdict: "rollback", rule: "client errors" },
  streams: { v1: 40, v2: 3 },
} as unknown as Release;
const other = {
  ...release,
  service: "order",
  task: null,
  streams: { v1: 2, v2: 1 },
  weights: { planned: 100, applied: null, observed: null },
};

test("the table of releases fits a terminal of 80 columns, and leaves nothing out but the rule of a verdict", () => {
  const text = releasesTable([release, other], 80);
  for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  expect(
    text
      .split("\n")
      .slice(1, 5)
      .map((line) => line.trim().replaceAll(/ +/g, " ")),
  ).toEqual([
    "inventory held (rolling back) 0 % 0 % 99.8 % rollback",
    "rel_01919b3e-8a4f-7c3e-9a51-0d9c7a1e4f20",
    "waits for a deployer: remove canary; 3 streams still on v2",
    "order held (rolling back) 10 % ? ? rollback",
  ]);
  expect(text).toContain("streams: 2 on v1, 1 on v2");
});

test("where there is room, and for another program, each release is one line", () => {
  for (const width of [200, Number.POSITIVE_INFINITY]) {
    const lines = releasesTable([release, other], width).split("\n");
    expect(lines).toHaveLength(3);
    expect(lines[1]).toMatch(/rollback \(client errors\) .*rel_01919b3e.*3 streams still on v2$/);
  }
});
