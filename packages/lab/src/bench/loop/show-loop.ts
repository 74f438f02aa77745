import { table } from "@caravan/terminal";
import type { LoopRun } from "./run-loop.ts";

/** The table of `caravan bench loop`. */
export const showLoop = (runs: readonly LoopRun[]): string => {
  const rows = runs.map(({ file, served, seconds, failedLooks }) => {
    const sorted = seconds.toSorted((a, b) => a - b);
    const at = (index: number) => (sorted[index] ?? Number.NaN).toFixed(2);
    return [
      file,
      served,
      String(seconds.length),
      at(0),
      at(Math.floor(sorted.length / 2)),
      at(sorted.length - 1),
      String(failedLooks),
    ];
  });
  return table(
    ["edit of", "serving in", "rounds", "min s", "p50 s", "max s", "5xx while it starts"],
    rows,
    [2, 3, 4, 5, 6],
  );
};
