import type { Kube } from "@caravan/cluster";
import { readContainers } from "./containers.ts";
import { type CpuUse, cpuBetween } from "./cpu.ts";
import { memoryOf, type PartMemory } from "./memory.ts";
import { takeSnapshot } from "./snapshot.ts";

/** Measures what the parts of the system use. */
export interface Meter {
  /** Does the work and tells the CPU time that all parts took meanwhile. */
  during<T>(work: () => Promise<T>): Promise<{ result: T; cpu: CpuUse }>;
  memory(): Promise<PartMemory[]>;
}

/** Knows the containers that run now: open it when all pods of a benchmark do. */
export async function openMeter(kube: Kube, nodePid: number | undefined): Promise<Meter> {
  const known = { containers: await readContainers(kube), nodePid };
  return {
    async during(work) {
      const before = await takeSnapshot(known);
      const result = await work();
      return { result, cpu: cpuBetween(before, await takeSnapshot(known)) };
    },
    memory: async () => memoryOf(await takeSnapshot(known)),
  };
}
