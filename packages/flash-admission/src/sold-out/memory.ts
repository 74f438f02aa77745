import { LRUCache } from "lru-cache";

/** What a pod remembers of sold-out shards, so that it says so without Redis. */
export interface SoldOutMemory {
  /** A shard with more holders is not remembered. */
  readonly mostHolders: number;
  /** Whether this shopper can be told "sold out": the shard is remembered, and they hold no ticket. */
  isSoldOut(shard: string, shopper: string): boolean;
  /** Remembers a shard, with all who hold tickets of it: they still get their own answer. */
  remember(shard: string, epoch: number, holders: readonly string[]): void;
  /** Forgets what an older epoch said, as soon as a newer one is seen. */
  sawEpoch(shard: string, epoch: number): void;
  /** Forgets a shard, for example when a piece came back. */
  forget(shard: string): void;
}

/**
 * Opens a memory for one pod.
 *
 * @param lifeMilliseconds after this it is asked again: so long a piece that came back can go unseen by this pod
 * @param mostShards remembered at once; the one used longest ago goes
 * @param mostHolders of a shard; one with more is not remembered
 */
export const openSoldOutMemory = (
  lifeMilliseconds = 1000,
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
    mostHolders,
    isSoldOut(shard, shopper) {
      const known = shards.get(shard);
      return known !== undefined && !known.holders.has(shopper);
    },
    remember(shard, epoch, holders) {
      if (holders.length <= mostHolders) shards.set(shard, { epoch, holders: new Set(holders) });
    },
    sawEpoch(shard, epoch) {
      if ((shards.get(shard)?.epoch ?? epoch) < epoch) shards.delete(shard);
    },
    forget(shard) {
      shards.delete(shard);
    },
  };
};
