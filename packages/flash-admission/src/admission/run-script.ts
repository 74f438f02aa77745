import { createHash } from "node:crypto";
import type { Cluster, Redis } from "ioredis";
import { script } from "../script/script.ts";

const digest = createHash("sha1").update(script).digest("hex");

/** Runs the script by its digest; a Redis that does not know it, such as one that was replaced, is sent the text. */
export const runScript = async (
  redis: Redis | Cluster,
  keys: readonly string[],
  parameters: readonly (string | number)[],
): Promise<unknown> => {
  try {
    return await redis.evalsha(digest, keys.length, ...keys, ...parameters);
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith("NOSCRIPT"))) throw error;
    return await redis.eval(script, keys.length, ...keys, ...parameters);
  }
};
