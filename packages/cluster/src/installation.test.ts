import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ourLabel } from "./installation.ts";
import { deployedReleases, installRelease } from "./releases.ts";
import { type FakeCluster, openFakeCluster, type Thing } from "./testing/fake-cluster.ts";

const mine = { [ourLabel.key]: ourLabel.value };
const theirRelease: Thing = {
  kind: "Secret",
  metadata: {
    name: "sh.helm.release.v1.order.v1",
    namespace: "shop",
    labels: { owner: "helm", status: "deployed", name: "order" },
  },
};

let cluster: FakeCluster;
let chart: string;
beforeEach(async () => {
  chart = await mkdtemp(join(tmpdir(), "caravan-chart-"));
  await writeFile(join(chart, "Chart.yaml"), "name: x\n");
});
afterEach(async () => {
  await rm(chart, { recursive: true });
  await cluster.end();
});
const release = () => ({ name: "order", namespace: "shop", chart });

describe("on a shared cluster", () => {
  test("a foreign Helm release with our name is neither counted as ours nor taken over", async () => {
    cluster = await openFakeCluster([theirRelease]);
    const deployed = await deployedReleases(cluster.kube);
    expect(deployed).toEqual(new Map());
    await expect(installRelease(cluster.kube, release(), deployed)).rejects.toThrow("not made by Caravan");
    expect(await cluster.things()).toEqual([theirRelease]);
  });

  test("a release of ours has our label, and is recognised by it", async () => {
    cluster = await openFakeCluster([]);
    expect(await installRelease(cluster.kube, release(), new Map())).toBe(true);
    const deployed = await deployedReleases(cluster.kube);
    expect([...deployed.keys()]).toEqual(["shop/order"]);
    expect(await installRelease(cluster.kube, release(), deployed)).toBe(false);
  });

  test("a release is left alone while nothing that it reads has changed", async () => {
    cluster = await openFakeCluster([]);
    const unread = (file: string) => file === "routes/other.json";
    const install = async () =>
      installRelease(cluster.kube, { ...release(), unread }, await deployedReleases(cluster.kube));
    await mkdir(join(chart, "routes"));
    await install();
    await writeFile(join(chart, "routes/other.json"), "[]");
    expect(await install()).toBe(false);
    await writeFile(join(chart, "routes/order.json"), "[]");
    expect(await install()).toBe(true);
  });

  test("what others own is not overwritten, and that is said in words", async () => {
    const theirs: Thing = {
      kind: "ConfigMap",
      metadata: { name: "a", namespace: "shop", annotations: { owner: "argo" } },
    };
    cluster = await openFakeCluster([theirs]);
    await expect(
      cluster.kube.apply("{kind: ConfigMap, metadata: {name: a, namespace: shop}}"),
    ).rejects.toThrow("left as they are");
    expect(await cluster.things()).toEqual([theirs]);
  });
});

test("on the embedded cluster everything is ours: the working tree wins", async () => {
  const edited: Thing = {
    kind: "ConfigMap",
    metadata: { name: "a", namespace: "shop", annotations: { owner: "kubectl-edit" } },
  };
  cluster = await openFakeCluster([edited, theirRelease], false);
  await cluster.kube.apply("{kind: ConfigMap, metadata: {name: a, namespace: shop}}");
  expect(await cluster.things()).toContainEqual({
    kind: "ConfigMap",
    metadata: { name: "a", namespace: "shop", labels: mine },
  });
  expect(await installRelease(cluster.kube, release(), new Map())).toBe(true);
});
