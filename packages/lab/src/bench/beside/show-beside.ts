import { table } from "@caravan/terminal";
import { figure, perSecond, showFailures } from "../show.ts";
import type { BesideRun } from "./run-beside.ts";
import { aim, keptShare } from "./served.ts";

/** The table of `caravan bench beside`. */
export const showBeside = (runs: readonly BesideRun[]): string => {
  const rows = runs.map(({ what, connections, alone, during, rush }) => {
    const kept = keptShare(alone, during);
    return [
      ...[what, String(connections), figure(alone.perSecond), figure(during.perSecond)],
      ...[`${figure(100 * kept)} %`, kept >= aim ? "kept" : "MISSED"],
      ...[figure(alone.p99Milliseconds), figure(during.p99Milliseconds)],
      ...[showFailures(alone.failures), showFailures(during.failures)],
      ...[figure(perSecond(rush)), showFailures(rush.failures)],
    ];
  });
  return table(
    [
      ...["beside a sale", "at a time", "alone/s", "in its rush/s", "of it", `aim ${100 * aim} %`],
      ...["alone p99 ms", "p99 ms", "alone failed", "failed", "decisions/s", "undecided"],
    ],
    rows,
    [1, 2, 3, 4, 6, 7, 10],
  );
};
