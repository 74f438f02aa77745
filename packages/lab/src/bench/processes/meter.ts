import type { Kube } from "@caravan/cluster";
import { readContainers } from "./containers.ts";
import { type CpuUse, cpuBetween } from "./cpu.ts";
import { memoryOf, type PartMemory } from "./memory.ts";
import { takeSnapshot } from "./snapshot.ts";

/** Measures the CPU time of the parts of the system. */
export interface Meter {
  /** Does the work and returns the CPU time of all parts meanwhile. */
  during<T>(work: () => Promise<T>): Promise<{ result: T; cpu: CpuUse }>;
  memory(): Promise<PartMemory[]>;
}

/** Knows the containers that run now: open it once all pods of a benchmark run. */
export const openMeter = async (kube: Kube, nodePid: number | undefined): Promise<Meter> => {
  const known = { containers: await readContainers(kube), nodePid };
  return {
    async during(work) {
      const before = await takeSnapshot(known);
      const result = await work();
      return { result, cpu: cpuBetween(before, await takeSnapshot(known)) };
    },
    memory: async () => memoryOf(await takeSnapshot(known)),
  };
};
