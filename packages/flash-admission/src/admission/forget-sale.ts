import type { Cluster, Redis } from "ioredis";
import { keysOf, originsKey, type Sale } from "./keys.ts";

/** Takes a sale out of Redis, with who came from where, once its tickets are all decided for good. What is asked of it afterwards is "warming". */
export const forgetSale = async (redis: Redis | Cluster, { id, shards }: Sale): Promise<void> => {
  for (let shard = 0; shard < shards; shard += 1) await redis.del(...keysOf(id, shard));
  await redis.del(originsKey(id));
};
