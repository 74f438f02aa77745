import { LRUCache } from "lru-cache";

/** A list of holders that is about to be read. Its life begins here, so that it ends before it ends in Redis. */
export interface HolderList {
  /** For so long Redis must give no one new a ticket. */
  readonly milliseconds: number;
  /** A shard with more holders is not remembered. */
  readonly most: number;
  /** Remembers a shard, with all who hold tickets of it: they still get their own answer. */
  remember(shard: string, epoch: number, holders: readonly string[]): void;
}

/** What a pod remembers of sold-out shards, so that it says so without Redis. */
export interface SoldOutMemory {
  /** Whether this shopper can be told "sold out": the shard is remembered, and they hold no ticket. */
  isSoldOut(shard: string, shopper: string): boolean;
  /**
   * To be called before the holders of a full shard are read. As long as any pod remembers, there are no new holders: so none can be
   * told "sold out" by a pod that does not know of them.
   */
  beginList(): HolderList;
  /** Forgets what an older epoch said, as soon as a newer one is seen. */
  sawEpoch(shard: string, epoch: number): void;
  /** Forgets a shard, for example when a piece came back. */
  forget(shard: string): void;
}

/** How long a pod says "sold out" from memory. */
const soldOutMilliseconds = 1000;

/** No one new gets a ticket for a little longer than a pod remembers: clocks do not run at the same pace. */
const stillOf = (milliseconds: number): number => Math.ceil(milliseconds * 1.1);

/** How long no one new gets a ticket after Redis has lost what pods may remember. */
export const stillMilliseconds: number = stillOf(soldOutMilliseconds);

/**
 * Opens a memory for one pod.
 *
 * @param lifeMilliseconds after this it is asked again: so long, and a tenth longer, a piece that came back stays free
 * @param mostShards remembered at once; the one used longest ago goes
 * @param mostHolders of a shard; one with more is not remembered
 */
export const openSoldOutMemory = (
  lifeMilliseconds: number = soldOutMilliseconds,
  mostShards = 1024,
  mostHolders = 50_000,
  now: () => number = () => performance.now(),
): SoldOutMemory => {
  const shards = new LRUCache<string, { epoch: number; holders: ReadonlySet<string> }>({
    max: mostShards,
    ttl: lifeMilliseconds,
    ttlResolution: 0,
    perf: { now },
  });
  return {
    isSoldOut(shard, shopper) {
      const known = shards.get(shard);
      return known !== undefined && !known.holders.has(shopper);
    },
    beginList() {
      const start = now();
      return {
        milliseconds: stillOf(lifeMilliseconds),
        most: mostHolders,
        remember: (shard, epoch, holders) =>
          void shards.set(shard, { epoch, holders: new Set(holders) }, { start }),
      };
    },
    sawEpoch(shard, epoch) {
      if ((shards.get(shard)?.epoch ?? epoch) < epoch) shards.delete(shard);
    },
    forget(shard) {
      shards.delete(shard);
    },
  };
};
