import { Redis } from "ioredis";
import * as v from "valibot";
import type { Dependencies } from "../dependencies.ts";

/** The secret `flash-redis`: where Redis is, and this service's user. */
export const RedisSecret = v.object({
  host: v.string(),
  port: v.pipe(v.string(), v.transform(Number), v.integer()),
  username: v.string(),
  password: v.string(),
});
export type RedisSecret = v.InferOutput<typeof RedisSecret>;

/** A call that takes longer is given up; a click may be repeated, so nothing is lost. */
const commandTimeoutMilliseconds = 1500;

/** Longest pause between two attempts to connect. */
const mostPauseMilliseconds = 1000;

/** Connects to Redis. While it is away every call fails at once, instead of waiting in a queue. */
export const connectRedis = (
  { host, port, username, password }: RedisSecret,
  log: Dependencies["log"],
): Redis => {
  const redis = new Redis({
    ...{ host, port, username, password },
    commandTimeout: commandTimeoutMilliseconds,
    connectTimeout: commandTimeoutMilliseconds,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    enableAutoPipelining: true,
    retryStrategy: (attempts) => Math.min(mostPauseMilliseconds, 50 * 2 ** attempts),
  });
  redis.on("error", (error) => log.error({ err: error }, "Redis cannot be reached"));
  return redis;
};
