import type { Kube } from "@caravan/cluster";
import { expect, test } from "vitest";
import { openTraffic } from "./index.ts";

const pod = (name: string, namespace: string, version: string, ready = "True") => ({
  metadata: { name, namespace, labels: { app: "order", version } },
  spec: { containers: [{ name: "istio-proxy" }] },
  status: { phase: "Running", conditions: [{ type: "Ready", status: ready }] },
});

/** What kubectl says to the first of these that its arguments contain. */
const answering = (answers: Readonly<Record<string, unknown>>) => {
  const kubectl: Kube["kubectl"] = async (args) => {
    const said = args.join(" ");
    const [, answer] = Object.entries(answers).find(([part]) => said.includes(part)) ?? [];
    if (answer instanceof Error) throw answer;
    return typeof answer === "string" ? answer : JSON.stringify(answer);
  };
  return openTraffic({ kubectl } as Kube);
};

const none = { items: [] };

test("an Envoy is known by istiod's name for it, and a refusal of its routes by istiod's words", async () => {
  const routes = "type.googleapis.com/envoy.config.route.v3.RouteConfiguration";
  const { proxies } = answering({
    syncz: [
      { proxy: "order-1.shop", route_sent: "b", route_acked: "b", resources: { [routes]: { sent: "b" } } },
      { proxy: "old.shop", route_sent: "b", route_acked: "a", resources: { [routes]: { lastError: "no" } } },
      { proxy: "new.shop" },
    ],
    "app=istiod": { items: [pod("istiod-1", "istio-system", "")] },
    "-n shop": { items: [pod("order-1", "shop", "v1")] },
    "-n istio-ingress": none,
  });
  expect((await proxies.running()).map(({ name }) => name)).toEqual(["order-1.shop"]);
  expect([...(await proxies.synchronization())]).toEqual([
    ["order-1.shop", { sent: "b", acknowledged: "b" }],
    ["old.shop", { sent: "b", acknowledged: "a", refusal: "no" }],
    ["new.shop", { sent: "", acknowledged: "" }],
  ]);
});

test("an istiod and an Envoy that do not answer are no fault here", async () => {
  const { proxies } = answering({
    exec: new Error("connection refused"),
    "app=istiod": { items: [pod("istiod-1", "istio-system", "")] },
    "-n shop": { items: [pod("order-1", "shop", "v1")] },
    "-n istio-ingress": none,
  });
  expect(await proxies.synchronization()).toEqual(new Map());
  expect(await (await proxies.running())[0]?.routes()).toBeUndefined();
});

test.each(["Conflict", "AlreadyExists", "NotFound"])(
  "a write that ends with %s is a conflict",
  async (reason) => {
    const { mesh } = answering({ replace: new Error(`Error from server (${reason}): …`) });
    const service = {
      kind: "VirtualService" as const,
      metadata: { name: "order-weights", resourceVersion: "1" },
      spec: {},
    };
    expect(await mesh.write(service)).toBe("conflict");
  },
);

test("a cluster without Istio has no VirtualServices; any other fault is one", async () => {
  const missing = `error: the server doesn't have a resource type "virtualservices"`;
  expect(await answering({ virtualservices: new Error(missing) }).mesh.list()).toEqual([]);
  await expect(answering({ virtualservices: new Error("refused") }).mesh.list()).rejects.toThrow("refused");
});

test("only pods that are ready count, by version", async () => {
  const pods = [pod("a", "shop", "v1"), pod("b", "shop", "v1"), pod("c", "shop", "v2", "False")];
  expect(await answering({ "app=order": { items: pods } }).readyPods("order")).toEqual({ v1: 2, v2: 0 });
});
