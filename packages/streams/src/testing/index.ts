import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";

/** A real Redis of its own, for tests. */
export interface TestRedis {
  redis: Redis;
  stop(): Promise<void>;
}

/** Debian's redis-tools holds the server, too: the program looks at the name it was called by. */
const program = "/usr/bin/redis-check-rdb";

/** Starts Redis on a socket in a fresh folder. */
export async function startRedis(): Promise<TestRedis> {
  const folder = await mkdtemp(join(tmpdir(), "caravan-redis-"));
  const socket = join(folder, "socket");
  const server = spawn(
    await realpath(program),
    ["--port", "0", "--unixsocket", socket, "--save", "", "--dir", folder],
    { argv0: "redis-server", stdio: "ignore" },
  );
  const redis = new Redis({ path: socket, retryStrategy: () => 20 });
  redis.on("error", () => undefined); // until it listens
  await redis.ping();
  return {
    redis,
    async stop() {
      redis.disconnect();
      const ended = once(server, "exit");
      server.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
