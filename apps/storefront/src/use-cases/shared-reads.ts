import { Refusal } from "@caravan/contracts";
import { loadShared, type Served } from "@caravan/service-kit";
import { LRUCache } from "lru-cache";
import type { Clock, Counts } from "../dependencies.ts";

export interface SharedReadsOptions<T> {
  /** Name in the metrics. */
  readonly name: string;
  readonly load: (key: string) => Promise<T>;
  /** A value younger than this is served directly. */
  readonly freshSeconds: number;
  /** A value that is outdated by no more than this is served while it is reloaded. */
  readonly staleSeconds: number;
  /** When loading fails, the last value is served while it is outdated by no more than this. */
  readonly staleOnErrorSeconds: number;
  readonly maximumEntries: number;
  readonly timeoutSeconds: number;
  /** The process's own if undefined. */
  readonly clock: Clock | undefined;
  readonly countRead: Counts["countRead"];
}

/** Reads that all shoppers share: one load at a time per key, and the last value while that runs. */
export interface SharedReads<T> {
  read(key: string): Promise<Served<T>>;
  /** The last value, if any; never loads. */
  peek(key: string): Served<T> | undefined;
}

export const createSharedReads = <T>(options: SharedReadsOptions<T>): SharedReads<T> => {
  const cache = new LRUCache<string, Served<T>>({
    max: options.maximumEntries,
    ttl: options.freshSeconds * 1000,
    ttlResolution: 0,
    ...(options.clock === undefined ? {} : { perf: options.clock }),
    noDeleteOnStaleGet: true,
    noDeleteOnFetchRejection: true,
    fetchMethod: async (key, _last, { options: entry }) => {
      try {
        return await loadShared(options.timeoutSeconds, () => options.load(key));
      } catch (error) {
        entry.noDeleteOnFetchRejection = isPassing(error);
        throw error;
      }
    },
  });
  const peek = (key: string) => cache.peek(key, { allowStale: true });

  return {
    peek,
    async read(key) {
      const outdatedSeconds = -cache.getRemainingTTL(key) / 1000;
      const status: LRUCache.Status<string, Served<T>> = {};
      try {
        const value = await cache.fetch(key, { allowStale: outdatedSeconds <= options.staleSeconds, status });
        if (value !== undefined) return value;
        throw new Error(`${options.name} lost ${key} while it was loaded`);
      } catch (error) {
        const last =
          isPassing(error) && outdatedSeconds <= options.staleOnErrorSeconds ? peek(key) : undefined;
        if (last === undefined) throw error;
        return last;
      } finally {
        options.countRead(options.name, status.fetch ?? "miss", cache.size);
      }
    },
  };
};

/** Whether the same read may succeed later: it was not refused as not found or invalid. */
const isPassing = (error: unknown): boolean =>
  !(error instanceof Refusal) ||
  error.kind === "unavailable" ||
  error.kind === "deadline" ||
  error.kind === "too-many";
