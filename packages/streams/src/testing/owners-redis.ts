import { readFileSync } from "node:fs";
import type { Redis } from "ioredis";
import * as v from "valibot";
import { startRedis, type TestRedis } from "./start-redis.ts";

/** What the chart of the data stores lets a service do that has keys of its own. */
const rules = new URL("../../../../charts/data/owner.acl", import.meta.url);

/** Redis' flags for the user of a service that has keys of its own, by the rules of the chart. */
export const ownerFlags = (app: string, password: string): string[] => [
  ...["--user", app, "on", `>${password}`],
  ...readFileSync(rules, "utf8").replaceAll("<app>", app).trim().split(" "),
];

/** A real Redis as a service with keys of its own finds it. */
export interface OwnersRedis extends TestRedis {
  /** The service's connection, with its user: whatever the chart does not allow is refused (`NOPERM`). */
  redis: Redis;
  /** May do everything: for what a test sets up, empties or looks at. */
  admin: Redis;
  /** Rejects when the service was refused anything, also if its caller did not look at the reply. */
  stop(): Promise<void>;
}

const password = "of the service";
/** Entries of Redis' list of refusals, newest first: names and values by turns. */
const Refusals = v.array(
  v.pipe(
    v.array(v.unknown()),
    v.transform((entry) => `${entry[entry.indexOf("reason") + 1]} ${entry[entry.indexOf("object") + 1]}`),
  ),
);

/**
 * Starts Redis with the user that the chart gives a service, signed in.
 *
 * @param flags more of its command line
 */
export const startRedisFor = async (app: string, flags: readonly string[] = []): Promise<OwnersRedis> => {
  const { redis: admin, port, stop } = await startRedis([...flags, ...ownerFlags(app, password)]);
  const redis = admin.duplicate({ username: app, password });
  await redis.ping();
  return {
    ...{ redis, admin, port },
    async stop() {
      const refused = v.parse(Refusals, await admin.call("ACL", "LOG"));
      redis.disconnect();
      await stop();
      if (refused.length > 0)
        throw new Error(`NOPERM: charts/data/owner.acl does not allow ${app} this: ${refused.join(", ")}`);
    },
  };
};
