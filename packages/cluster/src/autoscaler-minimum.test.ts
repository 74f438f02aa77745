import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, it } from "vitest";
import { parse } from "yaml";
import { raiseMinimum, restoreMinimum } from "./autoscaler-minimum.ts";
import { BusyElsewhere } from "./busy-elsewhere.ts";
import type { Kube } from "./kube.ts";

const order = { name: "order", namespace: "shop" };
/** A file that a chart must not write. */
const outside = `caravan-outside-${process.pid}`;
const base64 = (text: string | Buffer): string => Buffer.from(text).toString("base64");

let folder: string;
let valueFile: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "values-"));
  valueFile = join(folder, "order.yaml");
  await writeFile(valueFile, "secrets: []\n");
});
afterEach(() => rm(folder, { recursive: true }));

interface State {
  values?: Record<string, unknown>;
  digest?: string;
  pods?: number;
  autoscaled?: boolean;
  shared?: boolean;
  fails?: Error;
}

/** A cluster with one release, whose values and digest follow what helm is told. */
const open = ({
  values = {},
  digest = "0123",
  pods = 4,
  autoscaled = true,
  shared = false,
  fails,
}: State) => {
  const now = { values, digest, pods };
  const upgrades: { args: readonly string[]; chart: Record<string, string> }[] = [];
  const stored = () => ({
    config: now.values,
    chart: {
      metadata: { name: "service", version: "1.0.0" },
      values: { replicas: 1 },
      schema: base64("{}"),
      templates: [{ name: "templates/a.yaml", data: base64("kind: A") }],
      files: [{ name: `../${outside}`, data: base64("x") }],
    },
  });
  const kubectl: Kube["kubectl"] = async (args) => {
    const asked = args.join(" ");
    if (asked.includes("get hpa")) return autoscaled ? "horizontalpodautoscaler.autoscaling/order\n" : "";
    if (asked.includes("get deploy")) return String(now.pods);
    if (asked.includes("pending-upgrade")) return "";
    const release = base64(base64(gzipSync(JSON.stringify(stored()))));
    return JSON.stringify({
      items: [{ metadata: { labels: { "caravan-digest": now.digest } }, data: { release } }],
    });
  };
  const helm: Kube["helm"] = async (args, input = "") => {
    const chart: Record<string, string> = {};
    const at = args[2] ?? "";
    for (const file of await readdir(at, { recursive: true, withFileTypes: true }))
      if (file.isFile()) chart[file.name] = await readFile(join(file.parentPath, file.name), "utf8");
    if ((await readdir(join(at, ".."))).includes(outside)) chart[outside] = "written";
    upgrades.push({ args, chart });
    if (fails) throw fails;
    const { replicas, ...rest } = { ...now.values, ...parse(input) };
    now.values = replicas === null ? rest : { ...rest, replicas };
    now.digest = /caravan-digest=(\S+)/.exec(args.join(" "))?.[1] ?? now.digest;
    return "";
  };
  return { kube: { kubectl, helm, shared } as Kube, now, upgrades };
};
const restore = (kube: Kube) => restoreMinimum(kube, { ...order, valueFiles: [valueFile] });

it("the minimum is raised to the pods of now, and back to what the values say, as often as it is asked", async () => {
  const { kube, now, upgrades } = open({ values: { secrets: [] } });
  await raiseMinimum(kube, order);
  await raiseMinimum(kube, order);
  expect(now).toMatchObject({ values: { secrets: [], replicas: 4 }, digest: "0123-raised" });
  now.pods = 5;
  await raiseMinimum(kube, order);
  expect(now).toMatchObject({ values: { replicas: 5 }, digest: "0123-raised" });
  await restore(kube);
  await restore(kube);
  expect(now).toMatchObject({ values: { secrets: [] }, digest: "0123" });
  expect(now.values).not.toHaveProperty("replicas");
  expect(upgrades).toHaveLength(3);
});

it("it goes back to the values' own number, also from what a promotion has set", async () => {
  await writeFile(valueFile, "replicas: 2\n");
  const { kube, now } = open({ values: { replicas: 4 }, digest: "4567" });
  await restore(kube);
  expect(now).toMatchObject({ values: { replicas: 2 }, digest: "4567" });
});

it("the chart that is deployed is used, and its hook, which migrates, does not run", async () => {
  const { kube, upgrades } = open({});
  await raiseMinimum(kube, order);
  const [{ args, chart } = { args: [], chart: {} }] = upgrades;
  expect(args).toEqual(expect.arrayContaining(["--no-hooks", "--reset-then-reuse-values"]));
  expect(args).toContain("--force-conflicts");
  expect(chart).toEqual({
    "Chart.yaml": '{"name":"service","version":"1.0.0"}',
    "values.yaml": '{"replicas":1}',
    "values.schema.json": "{}",
    "a.yaml": "kind: A",
  });
});

it("nothing is changed without an autoscaler, or for fewer pods than the minimum", async () => {
  const without = open({ autoscaled: false, values: { replicas: 4 } });
  await raiseMinimum(without.kube, order);
  await restore(without.kube);
  const enough = open({ values: { replicas: 4 }, pods: 3 });
  await raiseMinimum(enough.kube, order);
  const one = open({ pods: 1 });
  await raiseMinimum(one.kube, order);
  await restore(one.kube);
  expect([without, enough, one].flatMap(({ upgrades }) => upgrades)).toEqual([]);
});

it("on a shared cluster fields of others are not taken over, and an upgrade of others is to wait for", async () => {
  const said = "Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress";
  const { kube, upgrades } = open({ shared: true, fails: new Error(said) });
  await expect(raiseMinimum(kube, order)).rejects.toThrow(BusyElsewhere);
  expect(upgrades[0]?.args).not.toContain("--force-conflicts");
});
