import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import type { LoadResult, Send } from "../load/closed-loop.ts";
import { newLatencies } from "../load/latencies.ts";

/**
 * Sends at a rate that is given and not at the rate at which replies come. A lane that falls behind sends at once until it has
 * caught up, so a slow reply is not hidden by fewer requests; latencies count from the moment a request was due.
 *
 * @param perSecond of all lanes together
 */
export async function runPacedLoop(
  lanes: readonly Send[],
  perSecond: number,
  seconds: number,
  signal: AbortSignal,
): Promise<LoadResult> {
  const latencies = newLatencies();
  const failures = new Map<string, number>();
  const interval = (lanes.length / perSecond) * 1000;
  const cpu = process.cpuUsage();
  const started = performance.now();
  const end = started + seconds * 1000;
  await Promise.all(
    lanes.map(async (send, lane) => {
      for (let due = started + (interval * lane) / lanes.length; due < end; due += interval) {
        const early = due - performance.now();
        if (early > 0) await sleep(early, undefined, { signal });
        if (performance.now() >= end) return;
        const failure = await send();
        if (failure === undefined) latencies.record(performance.now() - due);
        else failures.set(failure, (failures.get(failure) ?? 0) + 1);
      }
    }),
  );
  signal.throwIfAborted();
  const { user, system } = process.cpuUsage(cpu);
  return {
    succeeded: latencies.count(),
    failures: Object.fromEntries(failures),
    seconds: (performance.now() - started) / 1000,
    latencies,
    generatorCpuMilliseconds: (user + system) / 1000,
  };
}
