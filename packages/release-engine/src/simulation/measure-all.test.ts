import { expect, it } from "vitest";
import { aimsOf } from "./aims.ts";
import { measureCell } from "./measure.ts";
import { cellsWith, measureAll } from "./measure-all.ts";

const only = "canary fails 30 %";

it("what many processors measure is what one measures, in the order of the cells", async () => {
  const noted: number[] = [];
  const reports = await measureAll({ runs: 2, seed: 1, only, note: (_, left) => noted.push(left) });
  expect(reports).toEqual(cellsWith(only).map((cell) => measureCell(cell, 2, 1)));
  expect(noted).toEqual(reports.map((_, index) => reports.length - 1 - index));
});

it("names each cell in which another rule hurts fewer, and what that rule does to good canaries", () => {
  const [cell] = cellsWith(only);
  const [good] = cellsWith("canary as good");
  if (!cell || !good) throw new Error("no such cells");
  const one = { promoted: 0, rolledBack: 1, held: 0, minutes: { p50: 1, p95: 1 }, requests: 1, hurt: 5 };
  const reports = [
    { cell, runs: 1, figures: { caravan: one, flagger: { ...one, hurt: 1 }, argo: { ...one, hurt: 9 } } },
    { cell: good, runs: 1, figures: { caravan: one, flagger: { ...one, rolledBack: 0.7 }, argo: one } },
  ];
  expect(aimsOf(reports)).toMatchObject({
    falseRollback: { cell: good, share: 1 },
    missed: { cell, share: 0 },
    hurtMore: [{ cell, ours: 5, rule: "flagger", theirs: 1, falseRollbacks: 0.7 }],
  });
});
