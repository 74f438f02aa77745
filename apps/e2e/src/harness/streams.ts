import { Redis } from "ioredis";
import { kubectl, secretValue } from "./kubectl.ts";

/** The broker's Redis, opened as the operator. */
export const openStreams = async (): Promise<Redis> =>
  new Redis({
    host: await kubectl("-n", "shop-data", "get", "service", "redis", "-o", "jsonpath={.spec.clusterIP}"),
    password: await secretValue("shop-data", "redis", "password"),
    maxRetriesPerRequest: 20,
  });

/** Adds an entry to a stream, like a redelivery of the broker or a broken publisher. */
export const deliver = (
  redis: Redis,
  topic: string,
  fields: Readonly<Record<string, string>>,
): Promise<string | null> => redis.xadd(topic, "*", ...Object.entries(fields).flat());
