import type { Redis } from "ioredis";
import { keysOf } from "../admission/keys.ts";

/** Keeps a copy of a shard; what it returns puts it back: what a failover to a replica that lagged does to it. */
export const copyShard = async (redis: Redis, sale: string, shard: number): Promise<() => Promise<void>> => {
  const keys = keysOf(sale, shard);
  const copies = await Promise.all(keys.map((key) => redis.dumpBuffer(key)));
  return async () => {
    const back = redis.multi().del(...keys);
    for (const [i, copy] of copies.entries()) if (copy) back.restore(keys[i] ?? "", 0, copy, "REPLACE");
    await back.exec();
  };
};

/** Takes a shard away, as when Redis is emptied. */
export const loseShard = (redis: Redis, sale: string, shard: number): Promise<number> =>
  redis.del(...keysOf(sale, shard));
