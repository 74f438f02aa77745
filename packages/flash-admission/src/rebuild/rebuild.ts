import type { Cluster, Redis } from "ioredis";
import { type Sale, shardOf } from "../admission/keys.ts";
import { openShard } from "../admission/shard.ts";
import type { Snapshot, TicketStore } from "../hand-over/store.ts";
import { stillMilliseconds } from "../sold-out/memory.ts";

/** How a rebuild ended. `overtaken`: a newer one has begun, or Redis lost what was loaded: rebuild again if the sale stays warming. */
export type Rebuilt = { kind: "rebuilt"; epoch: number } | { kind: "overtaken"; epoch: number };

const chunkTickets = 200;

/** An equal part of what is shared by all shards; the first ones have what is left over. */
const partOf = (all: number, shard: number, shards: number): number =>
  Math.floor(all / shards) + (shard < all % shards ? 1 : 0);

const free = ({ pieces, tickets }: Snapshot): number => {
  const sold = tickets.filter(({ status }) => status === "admitted").length;
  if (sold > pieces)
    throw new Error(`The store has ${sold} tickets of ${pieces} pieces: stop the sale and look.`);
  return pieces - sold;
};

/**
 * Fills Redis from the store: at the first opening, after Redis lost anything, and when the terms, the phase or the number of shards
 * change. As a pause is a new epoch, a failover that loses it leaves an old epoch, whose decisions the store refuses.
 *
 * Raising the epoch first makes the store refuse whatever older calls decide, so the snapshot is whole. A shard answers "warming"
 * from its first step until all of its tickets are there and it is opened.
 *
 * @param still if Redis lost the sale: for so many milliseconds no one new gets a ticket, as pods may say "sold out" from memory
 */
export const rebuild = async (
  redis: Redis | Cluster,
  store: TicketStore,
  sale: Sale,
  still: number = stillMilliseconds,
): Promise<Rebuilt> => {
  const snapshot = await store.raise(sale.id);
  const { epoch } = snapshot;
  const unsold = free(snapshot);
  const placed = snapshot.tickets.map((ticket, place) => ({ ...ticket, place }));
  const byShard = Map.groupBy(placed, ({ shopper }) => shardOf(shopper, sale.shards));
  const shards = Array.from({ length: sale.shards }, (_, number) => ({
    shard: openShard(redis, sale.id, number),
    room: partOf(snapshot.room, number, sale.shards),
    most: partOf(snapshot.most, number, sale.shards),
    free: partOf(unsold, number, sale.shards),
    tickets: byShard.get(number) ?? [],
  }));
  for (const { shard, room, most, tickets } of shards) {
    if ((await shard.begin({ ...snapshot, room, most }, still)) !== "ok") return { kind: "overtaken", epoch };
    for (let at = 0; at < tickets.length; at += chunkTickets)
      if ((await shard.load(epoch, tickets.slice(at, at + chunkTickets))) !== "ok")
        return { kind: "overtaken", epoch };
  }
  for (const { shard, free, tickets } of shards)
    if ((await shard.open(epoch, free, tickets.length, snapshot.phase)) !== "ok")
      return { kind: "overtaken", epoch };
  return { kind: "rebuilt", epoch };
};
