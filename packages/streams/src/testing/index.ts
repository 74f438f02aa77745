export { type OwnersRedis, ownerFlags, startRedisFor } from "./owners-redis.ts";
export { startRedis, type TestRedis } from "./start-redis.ts";
