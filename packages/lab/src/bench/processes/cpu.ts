import { type Part, type PartGroup, partGroups } from "./parts.ts";
import type { Snapshot } from "./snapshot.ts";

/** Linux reports CPU time in hundredths of a second, on every architecture. */
const millisecondsPerTick = 10;

/** CPU time of one part. */
export interface PartCpu extends Part {
  cpuMilliseconds: number;
}

/** CPU time of the whole machine between two snapshots, by part. */
export interface CpuUse {
  parts: PartCpu[];
  /** Busy share of the machine's CPU time, 0 to 1. */
  busy: number;
  /** Share stolen by the hypervisor, 0 to 1. */
  stolen: number;
  /** Running and runnable programs, averaged over the last minute. */
  load: number;
}

/** The CPU time between two snapshots. Time of no part is the rest of the machine: other programs, and processes that ended meanwhile. */
export const cpuBetween = (before: Snapshot, after: Snapshot): CpuUse => {
  const earlier = new Map(
    before.processes.map((process) => [`${process.pid} ${process.startedAt}`, process.ticks]),
  );
  const parts = new Map<string, PartCpu>();
  let counted = 0;
  for (const { pid, startedAt, ticks, group, part } of after.processes) {
    const delta = ticks - (earlier.get(`${pid} ${startedAt}`) ?? 0);
    counted += delta;
    const key = `${group} ${part}`;
    const cpuMilliseconds = (parts.get(key)?.cpuMilliseconds ?? 0) + delta * millisecondsPerTick;
    parts.set(key, { group, part, cpuMilliseconds });
  }
  const busy = after.machine.busy - before.machine.busy;
  const total = Math.max(1, after.machine.total - before.machine.total);
  const rest = Math.max(0, busy - counted) * millisecondsPerTick;
  return {
    parts: [...parts.values(), { group: "rest of machine", part: "", cpuMilliseconds: rest }],
    busy: busy / total,
    stolen: (after.machine.stolen - before.machine.stolen) / total,
    load: after.load,
  };
};

/** The sum of several measurements; shares are averaged. */
export const joinCpu = (uses: readonly CpuUse[]): CpuUse => {
  const parts = new Map<string, PartCpu>();
  for (const { group, part, cpuMilliseconds } of uses.flatMap((use) => use.parts)) {
    const key = `${group} ${part}`;
    parts.set(key, {
      group,
      part,
      cpuMilliseconds: (parts.get(key)?.cpuMilliseconds ?? 0) + cpuMilliseconds,
    });
  }
  const mean = (share: (use: CpuUse) => number) =>
    uses.reduce((sum, use) => sum + share(use), 0) / Math.max(1, uses.length);
  return {
    parts: [...parts.values()],
    busy: mean((use) => use.busy),
    stolen: mean((use) => use.stolen),
    load: mean((use) => use.load),
  };
};

/** CPU time of a group; of all groups that are part of the system under test when none is named. */
export const cpuOf = ({ parts }: CpuUse, ...groups: readonly PartGroup[]): number => {
  const wanted = groups.length > 0 ? groups : partGroups.filter((group) => !notTheSystem.includes(group));
  return parts.reduce(
    (sum, { group, cpuMilliseconds }) => sum + (wanted.includes(group) ? cpuMilliseconds : 0),
    0,
  );
};

const notTheSystem: readonly PartGroup[] = ["load generator", "rest of machine"];
