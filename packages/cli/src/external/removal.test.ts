import { ourLabel } from "@caravan/cluster";
import type { Thing } from "@caravan/cluster/testing";
import { afterEach, expect, test, vi } from "vitest";
import { type FakeCluster, openFakeCluster } from "../testing/fake-cluster.ts";

const mine = { [ourLabel.key]: ourLabel.value };
const namespace = (name: string, labels: Record<string, string> = {}): Thing => ({
  kind: "Namespace",
  metadata: { name, labels },
});
const release = (namespace: string, name: string, labels: Record<string, string> = {}): Thing => ({
  kind: "Secret",
  metadata: {
    name: `sh.helm.release.v1.${name}.v1`,
    namespace,
    labels: { owner: "helm", status: "deployed", name, ...labels },
  },
});
const part = (
  namespace: string,
  kind: string,
  name: string,
  more: Partial<Thing["metadata"]> = {},
): Thing => ({
  kind,
  metadata: { name, namespace, ...more },
});
const ofRelease = (name: string) => ({ annotations: { "meta.helm.sh/release-name": name } });

/** Caravan's shop after `up`. */
const shop = [
  namespace("shop", mine),
  release("shop", "order", mine),
  part("shop", "Deployment", "order", ofRelease("order")),
  part("shop", "VirtualService", "shop", { labels: mine }),
  part("shop", "ConfigMap", "kube-root-ca.crt"),
  namespace("shop-data", mine),
  release("shop-data", "data", mine),
  part("shop-data", "PersistentVolumeClaim", "mariadb-data", ofRelease("data")),
  part("shop-data", "Secret", "mariadb", { labels: mine }),
];

/** Another team's objects on the same cluster. */
const theirs = [
  namespace("shop-other"),
  release("shop-other", "order"),
  part("shop-other", "VirtualService", "shop"),
  part("shop-other", "Secret", "mariadb"),
];

// Each test starts the command line several times.
vi.setConfig({ testTimeout: 120_000 });

let cluster: FakeCluster;
afterEach(() => cluster.end());

const down = (...args: string[]) => cluster.caravan("down", "--context", "kind-x", ...args);

test("down --wipe removes objects with our label, and leaves everything else byte for byte", async () => {
  cluster = await openFakeCluster([...shop, ...theirs]);
  const { exitCode, stderr } = await down("--wipe", "--yes");
  expect(stderr).toMatch(/^Target: context kind-x /);
  expect(exitCode).toBe(0);
  expect(await cluster.things()).toEqual(theirs);
});

test("down without --wipe keeps namespaces and data", async () => {
  cluster = await openFakeCluster([...shop, ...theirs]);
  await down("--yes");
  const left = await cluster.things();
  expect(left).toEqual(expect.arrayContaining([...theirs, namespace("shop-data", mine)]));
  expect(left.filter(({ metadata }) => metadata.labels?.owner === "helm")).toEqual([
    release("shop-other", "order"),
  ]);
});

test("foreign namespaces with our names are not touched", async () => {
  const others = [
    namespace("shop"),
    namespace("outside"),
    release("shop", "order"),
    part("shop", "Deployment", "order", ofRelease("order")),
  ];
  cluster = await openFakeCluster([...others, ...theirs]);
  await down("--wipe", "--yes");
  expect(await cluster.changes()).toEqual([]);
  expect(await cluster.things()).toEqual([...others, ...theirs]);
});

test("a namespace of ours with objects of others stays, with these objects", async () => {
  const guest = [
    release("shop", "their-cache"),
    part("shop", "Deployment", "their-cache", ofRelease("their-cache")),
  ];
  cluster = await openFakeCluster([...shop, ...guest]);
  const { stderr } = await down("--wipe", "--yes");
  expect(stderr).toMatch(/stays {2}namespace shop: others have .*Deployment\/their-cache/);
  const left = await cluster.things();
  expect(left).toEqual(expect.arrayContaining([namespace("shop", mine), ...guest]));
  expect(left.some(({ metadata }) => metadata.name === "order")).toBe(false);
  expect(left.some(({ metadata }) => metadata.namespace === "shop-data")).toBe(false);
});

test("without a terminal and without --yes it lists what would be removed and does nothing", async () => {
  cluster = await openFakeCluster(shop);
  const { exitCode, stderr } = await down("--wipe");
  expect(exitCode).toBe(1);
  expect(stderr).toContain("goes   Helm release order in shop");
  expect(stderr).toContain("goes   namespace shop-data with everything in it, data too");
  expect(stderr).toContain("--yes");
  expect(await cluster.changes()).toEqual([]);
});
