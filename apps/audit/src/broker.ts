import { Redis } from "ioredis";
import type * as v from "valibot";
import type { AuditSecret } from "./config.ts";

/** The broker cannot be reached, so nothing is known of its topics. */
export class BrokerClosed extends Error {
  override name = "BrokerClosed";
}

/**
 * Connects once; the Job is what tries again.
 *
 * @throws BrokerClosed
 */
export const openBroker = async (address: v.InferOutput<typeof AuditSecret>["redis"]): Promise<Redis> => {
  const redis = new Redis({
    ...address,
    ...{ lazyConnect: true, connectTimeout: 5000, maxRetriesPerRequest: 5 },
    // It asks for INFO, which a user that only reads may not.
    enableReadyCheck: false,
  });
  let fault: Error | undefined;
  redis.on("error", (error: Error) => {
    fault = error;
  });
  try {
    await redis.connect();
    return redis;
  } catch (error) {
    redis.disconnect();
    const why = fault ?? error;
    throw new BrokerClosed(`Redis cannot be reached: ${why instanceof Error ? why.message : String(why)}`);
  }
};
