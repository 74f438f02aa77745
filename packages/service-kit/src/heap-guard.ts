import { constants, PerformanceObserver } from "node:perf_hooks";
import { getHeapStatistics } from "node:v8";
import type { MiddlewareHandler } from "hono";
import * as v from "valibot";
import { counter } from "./metrics.ts";
import { memoryShort } from "./refusals.ts";

/** What stays after a collection of the whole heap, as a share of its limit, above which new requests are refused. */
const highWater = 0.85;
/** After so long without a collection the last one says nothing: a few requests are let in, and bring the next. */
const forgottenAfterMilliseconds = 5_000;

const refused = counter(
  "caravan_requests_refused_for_memory_total",
  "Requests refused because the heap was nearly full.",
);

/** Says whether the heap is nearly full. Garbage does not count: only what a collection of the whole heap left. */
export interface HeapGuard {
  /** Records what a collection left, in bytes. */
  collected(usedBytes: number, at: number): void;
  nearlyFull(at: number): boolean;
}

/** @param limitBytes the most that V8 gives to old objects before it ends the process */
export const createHeapGuard = (limitBytes: number): HeapGuard => {
  let last: { full: boolean; at: number } | undefined;
  return {
    collected(usedBytes, at) {
      last = { full: usedBytes > highWater * limitBytes, at };
    },
    nearlyFull: (at) => last?.full === true && at - last.at < forgottenAfterMilliseconds,
  };
};

const WholeCollection = v.object({
  detail: v.object({ kind: v.literal(constants.NODE_PERFORMANCE_GC_MAJOR) }),
});

/** The most that old objects may take: V8's limit of the heap counts three semi-spaces of young ones, by itself of 16 MiB. */
const oldSpaceLimit = (): number => {
  const flags = [process.env.NODE_OPTIONS ?? "", ...process.execArgv].join(" ");
  const semiSpaceMebibytes = Number(/--max-semi-space-size=(\d+)/.exec(flags)?.[1] ?? 16);
  return getHeapStatistics().heap_size_limit - 3 * semiSpaceMebibytes * 1024 * 1024;
};

/** The guard of this process's heap. */
export const watchHeap = (): HeapGuard => {
  const guard = createHeapGuard(oldSpaceLimit());
  const observer = new PerformanceObserver((list) => {
    if (list.getEntries().some((entry) => v.is(WholeCollection, entry)))
      guard.collected(getHeapStatistics().used_heap_size, Date.now());
  });
  observer.observe({ entryTypes: ["gc"] });
  return guard;
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
