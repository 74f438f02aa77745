import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import getPort from "get-port";
import { Redis } from "ioredis";

/** A real Redis of its own, for tests. */
export interface TestRedis {
  redis: Redis;
  /** Where others reach it on the loopback interface. */
  port: number;
  stop(): Promise<void>;
}

/** Debian's redis-tools contains the server, too: the program's name selects it. */
const program = "/usr/bin/redis-check-rdb";

/**
 * Starts Redis in a fresh folder.
 *
 * @param flags more of its command line, such as its users
 */
export const startRedis = async (flags: readonly string[] = []): Promise<TestRedis> => {
  const folder = await mkdtemp(join(tmpdir(), "caravan-redis-"));
  const socket = join(folder, "socket");
  const port = await getPort({ host: "127.0.0.1" });
  const own = [
    "--bind",
    "127.0.0.1",
    "--port",
    String(port),
    "--unixsocket",
    socket,
    "--save",
    "",
    "--dir",
    folder,
  ];
  const server = spawn(await realpath(program), [...own, ...flags], {
    argv0: "redis-server",
    stdio: "ignore",
  });
  const redis = new Redis({ path: socket, retryStrategy: () => 20 });
  redis.on("error", () => undefined); // until it listens
  await redis.ping();
  return {
    redis,
    port,
    async stop() {
      redis.disconnect();
      const ended = once(server, "exit");
      server.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
};
