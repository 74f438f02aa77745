import { describe, expect, test } from "vitest";
import {
  canaryCluster,
  parseWeight,
  showWeight,
  type VirtualService,
  weightsOf,
  withWeight,
} from "./weights.ts";

const meshHost = (app: string) => `${app}.shop.svc.cluster.local`;

const to = (app: string, subset: string, weight: number) => ({
  destination: { host: meshHost(app), subset, port: { number: 8080 } },
  weight,
});
const gateway: VirtualService = {
  apiVersion: "networking.istio.io/v1",
  kind: "VirtualService",
  metadata: { name: "shop", namespace: "shop" },
  spec: {
    gateways: ["shop"],
    http: [
      { match: [{ uri: { prefix: "/metrics" } }], directResponse: { status: 404 } },
      {
        match: [{ uri: { prefix: "/v1/orders" } }],
        timeout: "5s",
        route: [to("order", "v1", 1000), to("order", "v2", 0)],
      },
      {
        match: [{ uri: { prefix: "/v1/stock" } }],
        route: [to("inventory", "v1", 1000), to("inventory", "v2", 0)],
      },
      { route: [to("inventory", "v2", 0), to("inventory", "v1", 1000)] },
      { route: [{ destination: { host: meshHost("inventory") } }] },
    ],
  },
};

describe("withWeight", () => {
  test("sets every split route of the app and nothing else", () => {
    const changed = withWeight(gateway, "inventory", 125);
    const [health, orders, stock, reversed, whole] = changed?.spec.http ?? [];
    expect([health, orders, whole]).toEqual([
      gateway.spec.http?.[0],
      gateway.spec.http?.[1],
      gateway.spec.http?.[4],
    ]);
    expect(stock?.route?.map(({ weight }) => weight)).toEqual([875, 125]);
    expect(reversed?.route?.map(({ weight }) => weight)).toEqual([125, 875]);
  });

  test("keeps timeouts, ports and all else of the routes it changes", () => {
    const changed = withWeight(gateway, "order", 1);
    expect(changed?.spec.http?.[1]).toMatchObject({
      timeout: "5s",
      route: [{ destination: { port: { number: 8080 } } }, {}],
    });
  });

  test("does not mutate the original", () => {
    const before = structuredClone(gateway);
    withWeight(gateway, "order", 400);
    expect(gateway).toEqual(before);
  });

  test("is undefined when no route is split for the app", () => {
    expect(withWeight(gateway, "product", 10)).toBeUndefined();
  });
});

test("the current weights are read back", () => {
  const changed = withWeight(gateway, "inventory", 125);
  expect(changed && [...weightsOf([changed], ["inventory", "order", "product"])]).toEqual([
    ["inventory", 125],
    ["order", 0],
  ]);
});

test("v2 has the name that Envoy gives its subset", () => {
  expect(canaryCluster([gateway], "order")).toBe("|v2|order.shop.svc.cluster.local");
  expect(canaryCluster([gateway], "product")).toBeUndefined();
});

test.each([
  ["10", 100],
  ["0", 0],
  ["100", 1000],
  ["12.5", 125],
  ["0.1%", 1],
])("%s per cent is %i of 1000", (percent, weight) => expect(parseWeight(percent)).toBe(weight));

test.each(["-1", "100.1", "101", "1.25", "ten", "", "1e1", " "])("%j is not a weight", (percent) => {
  expect(() => parseWeight(percent)).toThrow("at most one decimal");
});

test("a weight is shown as a percentage", () => {
  expect([100, 1, 1000].map(showWeight)).toEqual(["10 %", "0.1 %", "100 %"]);
});
