import { randomUUID } from "node:crypto";
import type { Cluster, Redis } from "ioredis";

/** Flash's user in Redis may use keys that begin like this, and hashes, but no plain strings. */
const key = "{flash:rehearsal}";
/** It is free again after so long if its process dies. */
const lockSeconds = 120;

const take = `
if redis.call('HSETNX', KEYS[1], 'by', ARGV[1]) == 0 then return 0 end
redis.call('PEXPIREAT', KEYS[1], ARGV[2])
return 1
`;
const free = "if redis.call('HGET', KEYS[1], 'by') == ARGV[1] then redis.call('DEL', KEYS[1]) end return 1";

/** Lets one rehearsal at a time run in one Redis. Returns how it ends; undefined: another one runs. */
export const takeLock = async (redis: Redis | Cluster): Promise<(() => Promise<unknown>) | undefined> => {
  const mine = randomUUID();
  const until = Date.now() + lockSeconds * 1000;
  if ((await redis.eval(take, 1, key, mine, until)) !== 1) return undefined;
  return () => redis.eval(free, 1, key, mine);
};
