import type { Redis } from "ioredis";
import { keysOf, type Sale } from "../admission/keys.ts";

/** Puts a copy back: what a failover to a replica that lagged does to the keys. */
type FailOver = () => Promise<void>;

/** Keeps a copy of keys, all as they are at one moment. */
const copyKeys = async (redis: Redis, keys: readonly string[]): Promise<FailOver> => {
  const copy = redis.multi();
  for (const key of keys) copy.dumpBuffer(key);
  const copies = (await copy.exec()) ?? [];
  return async () => {
    const back = redis.multi().del(...keys);
    for (const [i, [, value]] of copies.entries())
      if (value instanceof Buffer) back.restore(keys[i] ?? "", 0, value, "REPLACE");
    for (const [error] of (await back.exec()) ?? []) if (error) throw error;
  };
};

/** Keeps a copy of a shard. */
export const copyShard = (redis: Redis, sale: string, shard: number): Promise<FailOver> =>
  copyKeys(redis, keysOf(sale, shard));

/** Keeps a copy of a whole sale, on a Redis that is no cluster. */
export const copySale = (redis: Redis, { id, shards }: Sale): Promise<FailOver> =>
  copyKeys(redis, Array.from({ length: shards }, (_, shard) => keysOf(id, shard)).flat());

/** Takes a shard away, as when Redis is emptied. */
export const loseShard = (redis: Redis, sale: string, shard: number): Promise<number> =>
  redis.del(...keysOf(sale, shard));
