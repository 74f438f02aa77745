import { expect, test } from "vitest";
import type { Proxies } from "./proxies.ts";
import { hostOf, installed, openMesh, synchronized, tableOf, weightsOf } from "./testing/fake-shop.ts";
import { acknowledged, inForce, written } from "./verify.ts";

const atOnce = { until: 0 };
const names = ["gateway.istio-ingress", "storefront.shop"];

/** Envoys with these routes, by name. */
const running = (weights: Readonly<Record<string, number | undefined>>): Proxies["running"] => {
  return async () =>
    Object.entries(weights).map(([name, weight]) => ({
      name,
      routes: async () => (weight === undefined ? undefined : tableOf("order", weight)),
    }));
};
const proxies = (some: Partial<Proxies>): Proxies => ({
  running: running({ "gateway.istio-ingress": 0, "storefront.shop": 0 }),
  synchronization: async () => synchronized(names, "2"),
  ...some,
});

test("written means that every route reads back with the weight", async () => {
  const mesh = openMesh([...installed(), weightsOf("order", 100)]);
  expect(await written(mesh, "order", 100)).toEqual({ name: "written", of: 3, behind: [] });
  const { behind } = await written(mesh, "order", 200);
  expect(behind).toContainEqual({ name: "shop/order-read", why: "has 10 %" });
  expect(behind).toHaveLength(3);
});

test("acknowledged means that istiod has sent new routes and every Envoy has taken them", async () => {
  expect(await acknowledged(proxies({}), synchronized(names, "1"), atOnce)).toEqual({
    ...{ name: "acknowledged", of: 2, behind: [] },
  });
});

test("an Envoy that istiod has sent nothing since the write is behind", async () => {
  const { behind } = await acknowledged(proxies({}), synchronized(names, "2"), atOnce);
  expect(behind.map(({ why }) => why)).toEqual(Array(2).fill("has got no new routes from istiod"));
});

test.each([
  [{ sent: "3", acknowledged: "2" }, "has not acknowledged its new routes"],
  [{ sent: "3", acknowledged: "2", refusal: "no such cluster" }, "refused its new routes: no such cluster"],
  [undefined, "is not connected to istiod"],
])("an Envoy of which istiod says %j is behind", async (sync, why) => {
  const synchronization = async () => {
    const now = synchronized(names, "2");
    now.delete("storefront.shop");
    return sync ? now.set("storefront.shop", sync) : now;
  };
  const { behind } = await acknowledged(proxies({ synchronization }), synchronized(names, "1"), atOnce);
  expect(behind).toEqual([{ name: "storefront.shop", why }]);
});

test("in force means that every Envoy with routes to the app has the weight in all of them", async () => {
  const some = proxies({ running: running({ "a.shop": 100, "b.shop": 0, "c.shop": undefined }) });
  expect(await inForce(some, hostOf("order"), 100, atOnce)).toEqual({
    ...{ name: "in force", of: 3 },
    behind: [
      { name: "b.shop", why: "has 0 %" },
      { name: "c.shop", why: "does not answer" },
    ],
  });
});

test("an Envoy without routes to the app does not count", async () => {
  const some = proxies({ running: running({ "a.shop": 1000 }) });
  const stage = await inForce(some, hostOf("product"), 0, atOnce);
  expect(stage).toEqual({ name: "in force", of: 0, behind: [] });
});

test("a stage that is not reached yet is looked at again", async () => {
  let looks = 0;
  const some = proxies({ running: () => running({ "a.shop": looks++ < 2 ? 0 : 100 })() });
  const patience = { until: Date.now() + 10_000, pauseMilliseconds: 1 };
  expect((await inForce(some, hostOf("order"), 100, patience)).behind).toEqual([]);
});
