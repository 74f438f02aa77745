import { table } from "@caravan/terminal";
import type { ChaosReport } from "./run-chaos.ts";

const seconds = (value: number) => value.toFixed(1);

/** The final output of `caravan chaos`: faults, recovery times, and the audit. */
export const showChaos = ({ seed, wounds, endings, open, audit, ...report }: ChaosReport): string => {
  const rows = wounds.map(({ target, atSeconds, lastedSeconds, healedAfterSeconds, unready, fault }) => [
    seconds(atSeconds),
    target,
    lastedSeconds === 0 ? "" : seconds(lastedSeconds),
    fault ??
      (healedAfterSeconds === undefined ? `NOT HEALED: ${unready.join(", ")}` : seconds(healedAfterSeconds)),
  ]);
  const ends = Object.entries(endings)
    .toSorted(([, a], [, b]) => b - a)
    .map(([status, count]) => `${count} ${status}`);
  return [
    table(["at s", "fault", "for s", "healed after s"], rows, [0, 2, 3]),
    `Seed ${seed}: ${report.acknowledged} orders acknowledged, ${report.givenUp} given up; ${ends.join(", ")}.`,
    `Quiet ${seconds(report.quietAfterSeconds)} s after the last order; ${open.length} orders without an end.`,
    ...open.slice(0, 10),
    audit.text,
    report.sound ? "Sound: every acknowledged order has an end, and every invariant holds." : "NOT SOUND.",
  ].join("\n\n");
};
