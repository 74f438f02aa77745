import type { Kube, Pod } from "@caravan/cluster";
import type { AppContracts } from "@caravan/contract-check";
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
  expect(await contractBreaks("product", pods, read)).toEqual({ breaks: [], unknown: [] });
});

test("a pod that does not answer at first is asked again, and then said by name", async () => {
  let asked = 0;
  const late = async (name: string) => {
    if (name === "storefront-v1" && asked++ === 0) throw new Error("no port");
    return images[name];
  };
  expect((await contractBreaks("product", all, late)).breaks).toHaveLength(1);
  const never = () => Promise.reject(new Error("no port"));
  await expect(contractBreaks("product", [pod("product", "v1")], never)).rejects.toThrow(
    "the contracts of product-v1 cannot be read",
  );
}, 20_000);

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
  const kube = { kubectl: async () => JSON.stringify({ items }) } as unknown as Kube;
  await expect(requireCompatible(kube, "product")).rejects.toThrow(/v2 of product has no pod that is ready/);
}, 20_000);
