import { Redis } from "ioredis";
import { kubectl, secretValue } from "./kubectl.ts";

/** The broker's Redis, opened as the operator. */
export const openStreams = async (): Promise<Redis> =>
  new Redis({
    host: await kubectl("-n", "shop-data", "get", "service", "redis", "-o", "jsonpath={.spec.clusterIP}"),
    password: await secretValue("shop-data", "redis", "password"),
    maxRetriesPerRequest: 20,
  });

/** One entry of a stream: its id and its fields. */
export interface Entry {
  readonly id: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** The newest entries of a topic's stream, newest first. */
export const newest = async (redis: Redis, topic: string, count = 200): Promise<Entry[]> =>
  (await redis.xrevrange(topic, "+", "-", "COUNT", count)).map(([id, flat]) => ({ id, fields: pairs(flat) }));

/** Adds an entry to a stream, like a redelivery of the broker or a broken publisher. */
export const deliver = (
  redis: Redis,
  topic: string,
  fields: Readonly<Record<string, string>>,
): Promise<string | null> => redis.xadd(topic, "*", ...Object.entries(fields).flat());

/** Consumer groups of a topic with their backlog: delivered but not acknowledged, and not yet delivered. */
export const groups = async (
  redis: Redis,
  topic: string,
): Promise<{ name: string; pending: number; lag: number }[]> => {
  const replies = (await redis.xinfo("GROUPS", topic)) as unknown[][];
  return replies.map((reply) => {
    const fields = pairs(reply.map(String));
    return { name: fields.name ?? "", pending: Number(fields.pending), lag: Number(fields.lag) };
  });
};

const pairs = (flat: readonly string[]): Record<string, string> => {
  const fields: Record<string, string> = {};
  for (let i = 0; i + 1 < flat.length; i += 2) fields[flat[i] ?? ""] = flat[i + 1] ?? "";
  return fields;
};
