import { LRUCache } from "lru-cache";

/** Takes the holders of a shard that is full, of at most so many, and sees to it that there is no other for so many milliseconds. */
type TakeHolders = (milliseconds: number, most: number) => Promise<readonly string[] | undefined>;

/** What a pod remembers of sold-out shards, so that it says so without Redis. */
export interface SoldOutMemory {
  /** Whether this shopper can be told "sold out": the shard is remembered, and they hold no ticket. */
  isSoldOut(shard: string, shopper: string): boolean;
  /**
   * Remembers a shard, with all who hold tickets of it: they still get their own answer. As long as any pod remembers, there are no new
   * holders: so none can be told "sold out" by a pod that does not know of them.
   */
  remember(shard: string, epoch: number, take: TakeHolders): Promise<void>;
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
    async remember(shard, epoch, take) {
      // Counted from before the question, so that it ends here before it ends in Redis.
      const start = now();
      const holders = await take(stillOf(lifeMilliseconds), mostHolders);
      if (holders !== undefined) shards.set(shard, { epoch, holders: new Set(holders) }, { start });
    },
    sawEpoch(shard, epoch) {
      if ((shards.get(shard)?.epoch ?? epoch) < epoch) shards.delete(shard);
    },
    forget(shard) {
      shards.delete(shard);
    },
  };
};
