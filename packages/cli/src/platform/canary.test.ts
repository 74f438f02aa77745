import type { Kube } from "@caravan/cluster";
import type { Ports, RouteTable, VirtualService } from "@caravan/mesh";
import { expect, test } from "vitest";
import { removeCanary, shiftWeight } from "./canary.ts";

const host = "order.shop.svc.cluster.local";
const split = (weight: number): VirtualService["spec"]["http"] => [
  {
    route: [
      { destination: { host, subset: "v1" }, weight: 1000 - weight },
      { destination: { host, subset: "v2" }, weight },
    ],
  },
];
const calls: VirtualService = {
  kind: "VirtualService",
  metadata: { name: "order", namespace: "shop" },
  spec: {
    hosts: [host],
    http: [
      { name: "all", match: [{ gateways: ["mesh"] }], delegate: { name: "order-weights" } },
      { name: "all", route: [{ destination: { host, subset: "v1" } }] },
    ],
  },
};
const weights = (weight: number): VirtualService => ({
  kind: "VirtualService",
  metadata: { name: "order-weights", resourceVersion: "1" },
  spec: { http: split(weight) },
});

interface State {
  /** Whether istiod is ready. */
  readonly istiod?: boolean;
  /** Whether Envoys take what is written. */
  readonly follows?: boolean;
  readonly ready?: { v1: number; v2: number };
}

/** A mesh whose canary has half of the traffic. */
const openMesh = ({ istiod = true, follows = true, ready = { v1: 1, v2: 1 } }: State) => {
  const done: string[] = [];
  const pod = (name: string) => ({
    metadata: { name, namespace: "shop" },
    spec: { containers: [] },
    status: { phase: "Running", conditions: [{ type: "Ready", status: "True" }] },
  });
  const kubectl: Kube["kubectl"] = async (args) => {
    if (args.includes("hpa")) {
      done.push("look for an autoscaler");
      return "";
    }
    return args.join(" ").includes("app=istiod")
      ? JSON.stringify({ items: istiod ? [pod("istiod-1")] : [] })
      : "shop   order-canary   0123";
  };
  const helm: Kube["helm"] = async (args) => {
    done.push(args.slice(0, 2).join(" "));
    return "";
  };
  let live = [calls, weights(500)];
  let taken = 500;
  const table = (): RouteTable => {
    const clusters = [
      { name: `outbound|8080|v1|${host}`, weight: 1000 - taken },
      { name: `outbound|8080|v2|${host}`, weight: taken },
    ];
    const route = { match: { headers: [] }, route: { weighted_clusters: { clusters } } };
    return { configs: [{ route_config: { virtual_hosts: [{ routes: [route] }] } }] };
  };
  const traffic: Ports = {
    mesh: {
      list: async () => live,
      write: async (service) => {
        live = [calls, service];
        const weight = service.spec.http?.[0]?.route?.[1]?.weight ?? 0;
        if (follows) taken = weight;
        done.push(`weight ${weight}`);
        return "written";
      },
      remove: async (name) => {
        done.push(`remove ${name}`);
      },
    },
    proxies: {
      running: async () => [{ name: "storefront-1.shop", routes: async () => table() }],
      synchronization: async () =>
        new Map([["storefront-1.shop", { sent: String(taken), acknowledged: String(taken) }]]),
    },
    readyPods: async () => ready,
  };
  return { kube: { kubectl, helm } as Kube, moving: { traffic, seconds: 0 }, done };
};

test("a canary is removed once no Envoy sends requests to it", async () => {
  const { kube, moving, done } = openMesh({});
  await removeCanary(kube, "order", moving);
  expect(done).toEqual([
    ...["weight 0", "uninstall order-canary", "remove order-weights"],
    "look for an autoscaler",
  ]);
});

test("a canary stays while an Envoy may still send requests to it", async () => {
  const { kube, moving, done } = openMesh({ follows: false });
  await expect(removeCanary(kube, "order", moving)).rejects.toThrow(
    "so it stays: storefront-1.shop (has 50 %).",
  );
  expect(done).toEqual(["weight 0"]);
});

test("without istiod a canary keeps its traffic", async () => {
  const { kube, moving, done } = openMesh({ istiod: false });
  await expect(removeCanary(kube, "order", moving)).rejects.toThrow("Nothing is changed");
  await expect(shiftWeight(kube, "order", 100, moving)).rejects.toThrow("Nothing is changed");
  expect(done).toEqual([]);
});

test("a canary keeps its traffic while v1 has no pod that is ready", async () => {
  const { kube, moving, done } = openMesh({ ready: { v1: 0, v2: 1 } });
  await expect(removeCanary(kube, "order", moving)).rejects.toThrow("v1 of order has no pod that is ready");
  expect(done).toEqual([]);
});

test("a weight that is not in force in time is a fault that names the Envoys which are behind", async () => {
  const { kube, moving } = openMesh({ follows: false });
  await expect(shiftWeight(kube, "order", 100, moving)).rejects.toThrow("storefront-1.shop (has 50 %)");
});
