import type { Kube, Pod } from "@caravan/cluster";
import type { AppContracts } from "@caravan/contract-check";
import { NotKnown } from "@caravan/release-engine";
import { expect, test } from "vitest";
import { bringsNewVersion, contractBreaks, requireCompatible } from "./check-contracts.ts";

const pod = (app: string, version: string, changes: Partial<Pod["metadata"]> = {}, ready = "True"): Pod => ({
  metadata: { name: `${app}-${version}`, namespace: "shop", labels: { app, version }, ...changes },
  spec: { containers: [], initContainers: [] },
  status: { phase: "Running", conditions: [{ type: "Ready", status: ready }] },
});
const operation = (required: readonly string[]) => ({
  ...{ summary: "Lists.", method: "GET", path: "/v1/products", access: "service", idempotent: false },
  ...{ status: 200, mediaType: "application/json", refusals: [] },
  reply: {
    type: "object",
    properties: Object.fromEntries(required.map((name) => [name, { type: "string" }])),
    required: [...required],
  },
});
const blank = { serves: {}, calls: {}, publishes: {}, hears: {} };
const images: Readonly<Record<string, AppContracts | undefined>> = {
  "product-v1": { ...blank, app: "product", serves: { list: operation(["id"]) } },
  "product-v2": { ...blank, app: "product", serves: { list: operation([]) } },
  "storefront-v1": { ...blank, app: "storefront", calls: { product: { list: operation(["id"]) } } },
  "bank-v1": undefined,
};
const all = [pod("product", "v1"), pod("product", "v2"), pod("storefront", "v1"), pod("bank", "v1")];
const read = async (name: string) => images[name];

test("v2 is compared with every version that serves, and those that say nothing are named", async () => {
  const { breaks, unknown } = await contractBreaks("product", all, read);
  expect(breaks).toEqual([expect.stringContaining("product v2 breaks storefront v1")]);
  expect(unknown).toEqual(["bank v1"]);
});

test("pods that end, or are not ready, are not asked", async () => {
  const ending = pod("storefront", "v1", { deletionTimestamp: "2026-11-29T12:00:00Z" });
  const pods = [pod("product", "v1"), pod("product", "v2"), ending, pod("bank", "v1", {}, "False")];
  expect(await contractBreaks("product", pods, read)).toEqual({ breaks: [], unknown: [], unread: [] });
});

test("a pod that does not answer at first is asked again, and so is another one of its version", async () => {
  let asked = 0;
  const late = async (name: string) => {
    if (name === "storefront-v1" && asked++ === 0) throw new Error("no port");
    return images[name];
  };
  expect((await contractBreaks("product", all, late)).breaks).toHaveLength(1);
  const two = [...all, pod("storefront", "v1", { name: "storefront-v1-gone" })];
  const one = async (name: string) => {
    if (name === "storefront-v1-gone") throw new Error("no such pod");
    return images[name];
  };
  expect((await contractBreaks("product", two, one)).unread).toEqual([]);
}, 20_000);

const shop = (items: readonly Pod[]) =>
  ({ kubectl: async () => JSON.stringify({ items }) }) as unknown as Kube;

test("contracts that cannot be read are no break: nothing is known, and it says of whom", async () => {
  const silent = async (name: string) => {
    if (name === "bank-v1") throw new Error("no port");
    return images[name];
  };
  const quiet = [pod("product", "v1"), pod("product", "v2"), pod("bank", "v1")];
  const asked = requireCompatible(shop(quiet), "product", silent);
  await expect(asked).rejects.toThrow(NotKnown);
  await expect(asked).rejects.toThrow("contracts cannot be read: bank v1 (no port)");
  // A break that is known is one, whatever else is not.
  const broken = requireCompatible(shop(all), "product", silent);
  await expect(broken).rejects.not.toThrow(NotKnown);
  await expect(broken).rejects.toThrow(/breaks storefront v1/);
}, 30_000);

test("the way back is never refused for a contract: only what brings the new version is compared", () => {
  const release = { previous: "product:1" };
  expect(bringsNewVersion({ do: "start canary", image: "product:2" }, release)).toBe(true);
  expect(bringsNewVersion({ do: "make stable", image: "product:2" }, release)).toBe(true);
  for (const back of [
    { do: "make stable", image: "product:1" },
    { do: "keep old", image: "product:1" },
    { do: "remove canary" },
    { do: "run migration", image: "product:2" },
  ] as const)
    expect(bringsNewVersion(back, release)).toBe(false);
});

test("a new version of which no pod is ready is not taken for one that breaks nothing", async () => {
  const items = [pod("product", "v1"), pod("product", "v2", {}, "False")];
  const asked = requireCompatible(shop(items), "product");
  await expect(asked).rejects.toThrow(/v2 of product has no pod that is ready/);
  await expect(asked).rejects.toThrow(NotKnown);
}, 20_000);
