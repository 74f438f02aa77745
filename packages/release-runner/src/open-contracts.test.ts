import type { AppContracts } from "@caravan/contract-check/side-by-side";
import { NotKnown } from "@caravan/release-engine";
import { expect, test } from "vitest";
import { openContracts } from "./open-contracts.ts";
import { blank, fakeCluster, type Running } from "./testing/fake-cluster.ts";

const operation = (required: readonly string[]) => ({
  ...{ summary: "Lists.", method: "GET", path: "/v1/products", access: "service", idempotent: false },
  ...{ status: 200, mediaType: "application/json", refusals: [] },
  reply: {
    type: "object",
    properties: Object.fromEntries(required.map((name) => [name, { type: "string" }])),
    required: [...required],
  },
});
const product = (...fields: string[]): AppContracts => ({
  ...{ ...blank, app: "product" },
  serves: { list: operation(fields) },
});
const storefront = (...fields: string[]): AppContracts => ({
  ...{ ...blank, app: "storefront" },
  calls: { product: { list: operation(fields) } },
});

/** A cluster that runs these, by app and version; and which pods it was asked about. */
const cluster = (running: Record<string, Running>) => {
  const { kubernetes, asked } = fakeCluster(running);
  return { compare: openContracts(kubernetes, "shop").compareContracts, asked, running };
};

const all = (): Record<string, Running> => ({
  "product-v1": { contracts: product("id") },
  "product-v2": { contracts: product("id") },
  "storefront-v1": { contracts: storefront("id") },
});

test("v2 is compared with every version that serves, by name, and what breaks is told by both sides", async () => {
  const { compare } = cluster({ ...all(), "product-v2": { contracts: product() } });
  expect(await compare("product")).toEqual({
    versions: [
      "product v1 sha256:product-v1",
      "product v2 sha256:product-v2",
      "storefront v1 sha256:storefront-v1",
    ],
    breaks: [expect.stringContaining("product v2 breaks storefront v1")],
    ...{ unknown: [], unread: [] },
  });
});

test("a version that came since is found, though none of the others is asked again", async () => {
  const { compare, asked, running } = cluster(all());
  expect((await compare("product")).breaks).toEqual([]);
  asked.length = 0;
  running["storefront-v2"] = { contracts: storefront("id", "size") };
  expect((await compare("product")).breaks).toEqual([
    expect.stringContaining("product v2 breaks storefront v2"),
  ]);
  expect(asked).toEqual(["storefront-v2"]);
});

test("another image of the same version is asked for its own contracts", async () => {
  const { compare, running } = cluster(all());
  await compare("product");
  running["storefront-v1"] = { contracts: storefront("id", "size"), image: "sha256:next" };
  expect((await compare("product")).breaks).toHaveLength(1);
});

test("images that carry no contracts are named, and are no break", async () => {
  const { compare } = cluster({ ...all(), "echo-v1": { contracts: null } });
  expect(await compare("product")).toMatchObject({ breaks: [], unknown: ["echo v1"] });
});

test.each<[string, Running]>([
  ["ends", { contracts: storefront("id", "size"), ends: true }],
  ["is not ready", { contracts: storefront("id", "size"), ready: "False" }],
])("a pod that %s is not compared with", async (_, storefrontTwo) => {
  const { compare } = cluster({ ...all(), "storefront-v2": storefrontTwo });
  expect((await compare("product")).breaks).toEqual([]);
});

test("a version none of whose pods says anything is named as unread, and what breaks with others is found all the same", async () => {
  const { compare } = cluster({
    ...all(),
    "product-v2": { contracts: product() },
    "order-v1": { contracts: "silent" },
  });
  expect(await compare("product")).toMatchObject({
    breaks: [expect.stringContaining("product v2 breaks storefront v1")],
    unread: ["order v1"],
  });
});

test("another pod of the same image may answer", async () => {
  const image = "sha256:same";
  const { compare, asked } = cluster({
    ...all(),
    "storefront-v1": { contracts: "silent", image },
    "storefront-v1-b": { contracts: storefront("id"), image },
  });
  expect((await compare("product")).unread).toEqual([]);
  expect(asked).toEqual(expect.arrayContaining(["storefront-v1", "storefront-v1-b"]));
});

test("without a pod of v2 that is ready nothing is known", async () => {
  const { compare } = cluster({ ...all(), "product-v2": { contracts: product(), ready: "False" } });
  await expect(compare("product")).rejects.toThrow(NotKnown);
});

test("an image that did not answer is asked again the next time", async () => {
  const { compare, running } = cluster({ ...all(), "storefront-v1": { contracts: "silent" } });
  expect((await compare("product")).unread).toEqual(["storefront v1"]);
  running["storefront-v1"] = { contracts: storefront("id") };
  expect(await compare("product")).toMatchObject({ breaks: [], unread: [] });
});

test("findings are bounded, however many there are", async () => {
  const callers = Object.fromEntries(
    Array.from({ length: 150 }, (_, index) => [
      `caller${index}-v1`,
      { contracts: { ...storefront("id"), app: `caller${index}` } },
    ]),
  );
  const { compare } = cluster({ ...all(), ...callers, "product-v2": { contracts: product() } });
  const { breaks } = await compare("product");
  expect([breaks.length, breaks.at(-1)]).toEqual([101, "and 51 more"]);
});
