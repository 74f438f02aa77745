import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa, execaSync } from "execa";
import getPort from "get-port";
import { afterAll, beforeAll, expect, it } from "vitest";
import { prepareSources } from "./go-sources.ts";
import { compileFlags } from "./graphs.ts";

const hasGo = execaSync("go", ["version"], { reject: false }).exitCode === 0;
let folder: string;
let stop: (() => Promise<void>) | undefined;
let address: string;

beforeAll(async () => {
  if (!hasGo) return;
  folder = await mkdtemp(join(tmpdir(), "caravan-streams-"));
  const port = await getPort({ host: "127.0.0.1" });
  address = `127.0.0.1:${port}`;
  // Debian's redis-tools holds the server, too: the program looks at the name it was called by.
  const server = spawn(
    await realpath("/usr/bin/redis-check-rdb"),
    ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder],
    { argv0: "redis-server", stdio: "ignore" },
  );
  stop = async () => {
    const ended = once(server, "exit");
    server.kill();
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  await prepareSources("go", join(folder, "go"));
}, 120_000);
afterAll(() => stop?.());

it.runIf(hasGo)(
  "our Redis Streams lose nothing: no failed event, nothing unread in a full stream, and no Redis at the start",
  async () => {
    // With the flags of the build, so that what it compiled is used.
    const flags = [...compileFlags("go"), "-count=1", "-vet=off", "-v", "./daprd/streams"];
    const { all, exitCode } = await execa("go", ["test", ...flags], {
      cwd: join(folder, "go"),
      env: { STREAMS_TEST_REDIS: address },
      all: true,
      reject: false,
    });
    expect(exitCode, all).toBe(0);
    expect(all).not.toContain("SKIP");
  },
  600_000,
);
