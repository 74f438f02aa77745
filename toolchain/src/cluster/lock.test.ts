import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { exclusively, lockHolder } from "./lock.ts";

let folder = "";
let path = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "caravan-lock-"));
  path = join(folder, "instance", "lock.json");
});
afterEach(() => rm(folder, { recursive: true }));

test("a second command is refused with the process that holds the lock and since when", async () => {
  await exclusively(path, "up", async () => {
    const holder = await lockHolder(path);
    const second = exclusively(path, "up", async () => "never");
    await expect(second).rejects.toThrow(`process ${process.pid}, since ${holder?.since}`);
  });
});

test("the lock is free again after success and after a fault", async () => {
  await expect(exclusively(path, "up", () => Promise.reject(new Error("fault")))).rejects.toThrow("fault");
  expect(existsSync(path)).toBe(false);
  expect(await exclusively(path, "down", async () => 7)).toBe(7);
});

test("a lock left by a killed process is taken over, also when its pid is in use again", async () => {
  await exclusively(path, "up", async () => undefined);
  const dead = spawnSync("true").pid;
  for (const pid of [dead, process.pid]) {
    await writeFile(
      path,
      JSON.stringify({ pid, started: "1", since: "2026-01-01T00:00:00Z", command: "up" }),
    );
    expect(await exclusively(path, "up", async () => "mine")).toBe("mine");
  }
});

test("a torn lock file does not block for ever", async () => {
  await exclusively(path, "up", async () => undefined);
  await writeFile(path, "{");
  expect(await exclusively(path, "up", async () => "mine")).toBe("mine");
});
