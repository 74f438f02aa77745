import { expect, test } from "vitest";
import { cpuBetween, cpuOf, joinCpu } from "./cpu.ts";
import { partOfContainer } from "./parts.ts";
import type { CountedProcess, Snapshot } from "./snapshot.ts";

const order = (pid: number, ticks: number, startedAt = 1): CountedProcess => ({
  pid,
  name: "node",
  ticks,
  startedAt,
  group: "apps",
  part: "order",
});

const snapshot = (busy: number, ...processes: CountedProcess[]): Snapshot => ({
  processes,
  machine: { busy, stolen: 0, total: busy * 2 },
  load: 1,
});

test("CPU time is the increase since the first snapshot", () => {
  const use = cpuBetween(snapshot(1000, order(7, 500)), snapshot(1100, order(7, 560)));
  expect(cpuOf(use, "apps")).toBe(600);
  expect(cpuOf(use, "rest of machine")).toBe(400);
});

test("a process that started meanwhile counts in full, also under a pid that was in use before", () => {
  const use = cpuBetween(snapshot(0, order(7, 500)), snapshot(100, order(7, 20, 99), order(8, 10, 98)));
  expect(cpuOf(use, "apps")).toBe(300);
});

test("the whole system is neither the load generator nor the rest of the machine", () => {
  const generator: CountedProcess = { ...order(9, 40), group: "load generator", part: "caravan bench" };
  const use = cpuBetween(snapshot(0), snapshot(100, order(7, 30), generator));
  expect(cpuOf(use)).toBe(300);
  expect(cpuOf(joinCpu([use, use]))).toBe(600);
});

test.each([
  [{ namespace: "shop", pod: "order-1", app: "order", name: "order" }, "apps", "order"],
  [{ namespace: "shop", pod: "order-1", app: "order", name: "daprd" }, "daprd", "order"],
  [{ namespace: "shop", pod: "order-1", app: "order", name: "istio-proxy" }, "Envoy sidecars", "order"],
  [
    { namespace: "istio-ingress", pod: "gw-1", app: "gw", name: "istio-proxy" },
    "ingress Envoy",
    "ingress gateway",
  ],
  [{ namespace: "shop-data", pod: "mariadb-0", app: "mariadb", name: "mariadb" }, "data stores", "mariadb"],
  [{ namespace: "observability", pod: "jaeger-1", app: "jaeger", name: "jaeger" }, "observability", "jaeger"],
  [
    { namespace: "shop-data", pod: "redis-exporter-1", app: "redis-exporter", name: "redis-exporter" },
    "observability",
    "redis-exporter",
  ],
  [
    { namespace: "dapr-system", pod: "sentry-1", app: "dapr-sentry", name: "sentry" },
    "control plane",
    "dapr-sentry",
  ],
  [
    { namespace: "kube-system", pod: "coredns-5d775978ff-6ghcv", name: "coredns" },
    "control plane",
    "coredns",
  ],
] as const)("a container counts to one part: %o", (container, group, part) => {
  expect(partOfContainer(container)).toEqual({ group, part });
});
