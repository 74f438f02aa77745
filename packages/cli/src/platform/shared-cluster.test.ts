import { ourLabel } from "@caravan/cluster";
import { type FakeCluster, openFakeCluster, type Thing } from "@caravan/cluster/testing";
import { afterEach, describe, expect, test } from "vitest";
import { createNamespaces } from "./node-add-ons.ts";
import { applySecrets, secretsInCluster } from "./secrets.ts";

const mine = { [ourLabel.key]: ourLabel.value };
let cluster: FakeCluster;
afterEach(() => cluster.end());

describe("on a shared cluster", () => {
  test("an existing namespace without our label is not taken over", async () => {
    const theirs: Thing = { kind: "Namespace", metadata: { name: "shop", labels: { team: "toys" } } };
    cluster = await openFakeCluster([theirs]);
    await expect(createNamespaces(cluster.kube)).rejects.toThrow("did not make them: shop");
    expect(await cluster.things()).toEqual([theirs]);
  });

  test("the namespaces of an existing Istio and Dapr are not changed; ours are labelled", async () => {
    const theirs = ["istio-system", "dapr-system"].map(
      (name): Thing => ({ kind: "Namespace", metadata: { name } }),
    );
    cluster = await openFakeCluster(theirs);
    await createNamespaces(cluster.kube, { istio: true, dapr: true });
    const things = await cluster.things();
    expect(things.slice(0, 2)).toEqual(theirs);
    expect(things.slice(2).map(({ metadata }) => metadata.name)).toEqual([
      "shop",
      "outside",
      "shop-data",
      "istio-ingress",
    ]);
    for (const { metadata } of things.slice(2)) expect(metadata.labels).toMatchObject(mine);
  });

  test("of all Secrets only ours are read, by name, and none is written here", async () => {
    cluster = await openFakeCluster([
      {
        kind: "Secret",
        metadata: { name: "mariadb", namespace: "shop-data" },
        data: { "root-password": "cm9vdA==" },
      },
      { kind: "Secret", metadata: { name: "bank-vault", namespace: "treasury" }, data: { pin: "MTIzNA==" } },
    ]);
    expect(await secretsInCluster(cluster.kube, ["order"])).toEqual({ "root-password": "root" });
    await applySecrets(cluster.kube, undefined, ["order"]);
    const reads = (await cluster.calls()).filter((call) => call.includes(" get "));
    for (const read of reads) expect(read).toMatch(/ -n (shop|outside|shop-data) get secrets [a-z]/);
    const keys = (await cluster.things()).find(({ metadata }) => metadata.name === "user-signing-keys");
    expect(keys?.metadata.labels).toMatchObject(mine);
    const before = JSON.stringify(keys);
    await applySecrets(cluster.kube, undefined, ["order"]);
    expect(
      JSON.stringify((await cluster.things()).find(({ metadata }) => metadata.name === "user-signing-keys")),
    ).toBe(before);
  });
});
