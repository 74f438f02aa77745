import { openRedis } from "@caravan/cluster";
import { namespaces } from "@caravan/toolchain";
import type { Fault } from "./fault.ts";

const awaySeconds = 120;
const fullSeconds = 45;

/** Takes a data store down for two minutes: its pod is stopped, and its address refuses. Longer than any retry of a request. */
export const storeAway =
  (store: "mariadb" | "redis"): Fault =>
  async ({ kube }) => {
    const scale = (replicas: number) =>
      kube.kubectl(["-n", namespaces.data, "scale", `statefulset/${store}`, `--replicas=${replicas}`]);
    await scale(0);
    return { gone: [], lastsSeconds: awaySeconds, end: async () => void (await scale(1)) };
  };

/** Fills Redis up: commands that need memory are refused until the old limit is restored. */
export const redisFull: Fault = async ({ kube }) => {
  const limit = async (bytes?: string) => {
    const redis = await openRedis(kube);
    try {
      const [, before] = (await redis.config("GET", "maxmemory")) as string[];
      const used = /used_memory:(\d+)/.exec(await redis.info("memory"))?.[1] ?? "0";
      await redis.config("SET", "maxmemory", bytes ?? used);
      return before ?? "0";
    } finally {
      redis.disconnect();
    }
  };
  const before = await limit();
  return { gone: [], lastsSeconds: fullSeconds, end: async () => void (await limit(before)) };
};
