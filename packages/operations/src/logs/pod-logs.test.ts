import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LogLine } from "@caravan/observability";
import { expect, test } from "vitest";
import { podLogs } from "./pod-logs.ts";

test("the lines of an app's pods are read one by one, and kubectl's end is told", async () => {
  const folder = await mkdtemp(join(tmpdir(), "caravan-pod-logs-"));
  const kubectl = [
    "#!/bin/sh",
    'echo "[pod/order-7b/daprd] 2026-12-01T01:00:00Z $*"',
    `echo '[pod/order-7b/daprd] 2026-12-01T01:00:01Z {"level":"warning","msg":"no scheduler"}'`,
    "exit 3",
  ].join("\n");
  try {
    await writeFile(join(folder, "kubectl"), kubectl);
    await chmod(join(folder, "kubectl"), 0o755);
    const lines: LogLine[] = [];
    const pods = { app: "order", namespace: "shop", container: "daprd", tail: 7, follow: true };
    const environment = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
    expect(await podLogs({ environment }, pods, (line) => void lines.push(line))).toBe(3);
    expect(lines[0]?._msg).toMatch(/^-n shop logs -l app=order -c daprd .*--tail 7 --follow/);
    expect(lines[1]).toMatchObject({
      level: "warn",
      _msg: "no scheduler",
      "kubernetes.pod_name": "order-7b",
    });
  } finally {
    await rm(folder, { recursive: true });
  }
});
