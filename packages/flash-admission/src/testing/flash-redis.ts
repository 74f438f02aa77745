import { type OwnersRedis, startRedisFor } from "@caravan/streams/testing";

/** A real Redis: `redis` is signed in as flash, `admin` may do everything. */
export type FlashRedis = OwnersRedis;

/** Starts one in which flash has the user that the chart gives it: a command or key that its rules leave out fails the test. */
export const startFlashRedis = (flags: readonly string[] = []): Promise<FlashRedis> =>
  startRedisFor("flash", flags);
