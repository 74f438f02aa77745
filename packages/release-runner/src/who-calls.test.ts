import { NotKnown } from "@caravan/release-engine";
import { expect, test } from "vitest";
import { openRunningContracts } from "./running-contracts.ts";
import { blank, fakeCluster, type Running } from "./testing/fake-cluster.ts";
import { openWhoCalls } from "./who-calls.ts";

const calling = (app: string, ...callees: string[]): Running => ({
  contracts: { ...blank, app, calls: Object.fromEntries(callees.map((callee) => [callee, {}])) },
});
const shop = () => ({
  "order-v1": calling("order", "inventory"),
  "inventory-v1": calling("inventory"),
  "storefront-v1": calling("storefront", "order"),
});
const asking = (running: Record<string, Running>) => {
  const { kubernetes } = fakeCluster(running);
  return openWhoCalls(openRunningContracts(kubernetes, "shop"), 50);
};

test("whom each service calls is in the images that run, also of those that are not asked for", async () => {
  expect(await asking(shop())(["inventory", "storefront"])).toEqual({
    ...{ order: ["inventory"], inventory: [], storefront: ["order"] },
  });
});

test("a service of which two versions run calls what either calls", async () => {
  const calls = await asking({ ...shop(), "order-v2": calling("order", "product") })(["order"]);
  expect(calls.order).toEqual(["inventory", "product"]);
});

test("an image that carries no contracts calls none", async () => {
  expect(await asking({ ...shop(), "echo-v1": { contracts: null } })(["order"])).toMatchObject({ echo: [] });
});

test.each<[string, Record<string, Running>, object]>([
  ["does not say it", { "order-v1": { contracts: "silent" } }, { unread: ["order v1"], away: [] }],
  ["hangs", { "order-v1": { contracts: "hangs" } }, { unread: ["order v1"], away: [] }],
  [
    "has no pod that is ready",
    { "order-v1": { contracts: null, ready: "False" } },
    { unread: [], away: ["order"] },
  ],
])("no order is guessed while a service %s, and it is named alone", async (_, changed, said) => {
  await expect(asking({ ...shop(), ...changed })(["order", "storefront"])).rejects.toMatchObject({
    name: "ContractsUnread",
    ...said,
  });
});

test("pods that cannot be listed are not taken for none", async () => {
  const kubernetes = { pods: () => Promise.reject(new Error("away")), exec: async () => "" };
  await expect(openWhoCalls(openRunningContracts(kubernetes, "shop"))(["order"])).rejects.toThrow(NotKnown);
});
