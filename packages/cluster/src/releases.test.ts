import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { BusyElsewhere } from "./busy-elsewhere.ts";
import type { Kube } from "./kube.ts";
import { changeRelease, installRelease, rollBackRelease } from "./releases.ts";

it("a change of our own release and its way back win over a field that kubectl set, such as by kubectl scale", async () => {
  const calls: string[][] = [];
  const kube = {
    helm: async (args: readonly string[]) => {
      calls.push([...args]);
      return "";
    },
  };
  const release = { name: "inventory", namespace: "shop", chart: "charts/service" };
  await changeRelease(kube, release, { replicas: 2 });
  await rollBackRelease(kube, release, 3);
  for (const call of calls)
    expect(call).toEqual(expect.arrayContaining(["--server-side=true", "--force-conflicts"]));
  expect(calls.map(([command]) => command)).toEqual(["upgrade", "rollback"]);
});

it("an upgrade that another process is in the middle of has not failed: it is to wait for", async () => {
  const chart = await mkdtemp(join(tmpdir(), "chart-"));
  const said = "Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress";
  const kube = { helm: () => Promise.reject(new Error(said)), shared: false } as unknown as Kube;
  const release = { name: "order", namespace: "shop", chart };
  await expect(installRelease(kube, release, new Map())).rejects.toThrow(BusyElsewhere);
  await rm(chart, { recursive: true });
});
