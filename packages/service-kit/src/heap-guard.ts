import { getHeapStatistics } from "node:v8";
import type { MiddlewareHandler } from "hono";
import { counter } from "./metrics.ts";
import { memoryShort } from "./refusals.ts";

/** Share of the limit above which new requests are refused. */
const highWater = 0.85;
const sampleMilliseconds = 100;
/** Garbage does not stay for so many samples: near the limit V8 collects many times a second. */
const samples = 5;
/** One second in so many, requests are let in: only work brings the collection that makes room. */
const trialSeconds = 6;

const refused = counter(
  "caravan_requests_refused_for_memory_total",
  "Requests refused because the heap was nearly full.",
);

/** Says whether the heap is nearly full. */
export interface HeapGuard {
  /** Records how much of it is used, garbage included. */
  sampled(usedBytes: number): void;
  nearlyFull(at: number): boolean;
}

/** @param limitBytes the most that V8 gives to old objects before it ends the process */
export const createHeapGuard = (limitBytes: number): HeapGuard => {
  let fullSamples = 0;
  return {
    sampled(usedBytes) {
      fullSamples = usedBytes > highWater * limitBytes ? fullSamples + 1 : 0;
    },
    nearlyFull: (at) => fullSamples >= samples && Math.floor(at / 1000) % trialSeconds !== 0,
  };
};

/** The most that old objects may take: V8's limit of the heap counts three semi-spaces of young ones, by itself of 16 MiB. */
const oldSpaceLimit = (): number => {
  const flags = [process.env.NODE_OPTIONS ?? "", ...process.execArgv].join(" ");
  const semiSpaceMebibytes = Number(/--max-semi-space-size=(\d+)/.exec(flags)?.[1] ?? 16);
  return getHeapStatistics().heap_size_limit - 3 * semiSpaceMebibytes * 1024 * 1024;
};

/** The guard of this process's heap. It samples: an observer of collections costs a sixth of the throughput. */
export const watchHeap = (): HeapGuard => {
  const guard = createHeapGuard(oldSpaceLimit());
  setInterval(() => guard.sampled(getHeapStatistics().used_heap_size), sampleMilliseconds).unref();
  return guard;
};

let watched: HeapGuard | undefined;
/** The one guard that all routers of this process share. */
export const ownHeap = (): HeapGuard => {
  watched ??= watchHeap();
  return watched;
};

/** Refuses requests while the heap is nearly full: those under way end, and the process is not killed with all of them. */
export const refuseWhenFull =
  (guard: HeapGuard): MiddlewareHandler =>
  async (_, next) => {
    if (guard.nearlyFull(Date.now())) {
      refused.inc();
      throw memoryShort();
    }
    await next();
  };
