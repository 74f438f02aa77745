import { expect, test } from "vitest";
import { reportWorkloads } from "./report.ts";
import type { Pod, Workload } from "./resources.ts";
import { alertLines, statusTable } from "./show.ts";

const containers = [{ name: "inventory", image: "localhost/caravan/inventory:abc" }];

const workload = (name: string, version: string): Workload => ({
  kind: "Deployment",
  metadata: { name, namespace: "shop", labels: { app: "inventory", version }, ownerReferences: [] },
  spec: { replicas: 1, template: { spec: { containers } } },
  status: { readyReplicas: 1 },
});

const pod = (name: string, replicaSet: string, restarts: number): Pod => ({
  metadata: {
    name,
    namespace: "shop",
    labels: { "pod-template-hash": "5d8" },
    ownerReferences: [{ kind: "ReplicaSet", name: replicaSet }],
  },
  spec: { containers },
  status: { containerStatuses: [{ restartCount: restarts }], initContainerStatuses: [{ restartCount: 1 }] },
});

const pods = [pod("a", "inventory-5d8", 2), pod("b", "inventory-5d8", 0), pod("c", "inventory-v2-5d8", 0)];
const usage = [
  {
    podRef: { namespace: "shop", name: "a" },
    cpu: { usageNanoCores: 4e6 },
    memory: { workingSetBytes: 64 * 2 ** 20 },
  },
  {
    podRef: { namespace: "shop", name: "b" },
    cpu: { usageNanoCores: 2e6 },
    memory: { workingSetBytes: 32 * 2 ** 20 },
  },
];
const workloads = [workload("inventory-v2", "v2"), workload("inventory", "v1")];

test("a workload's line sums up its own pods, sidecars included", () => {
  const [v2, v1] = reportWorkloads(workloads, pods, usage, new Map([["inventory", [100]]]));
  expect(v1).toMatchObject({
    version: "v1",
    restarts: 4,
    cpuMillicores: 6,
    memoryMebibytes: 96,
    weight: 900,
  });
  expect(v2).toMatchObject({ version: "v2", restarts: 1, cpuMillicores: 0, weight: 100 });
});

test("weights that differ by route are shown, each", () => {
  const report = reportWorkloads(workloads, pods, usage, new Map([["inventory", [null, 0, 100]]]));
  expect(report[0]).not.toHaveProperty("weight");
  expect(report.map(({ mixedWeights }) => mixedWeights)).toEqual([
    [null, 0, 100],
    [null, 1000, 900],
  ]);
  const [, v1] = statusTable({ shop: "", kubeconfig: "", workloads: report }).split("\n");
  expect(v1).toContain("a share by its number of pods or 90 % or 100 %");
});

test("an app without a split has no weight", () => {
  const [v2] = reportWorkloads(workloads, pods, usage, new Map());
  expect(v2).not.toHaveProperty("weight");
});

test("the table shows weights as percentages and one line per workload", () => {
  const report = reportWorkloads(workloads, pods, usage, new Map([["inventory", [5]]]));
  const lines = statusTable({ shop: "", kubeconfig: "", workloads: report }).split("\n");
  expect(lines).toHaveLength(4);
  expect(lines[1]).toMatch(/^shop\s+inventory\s+v1\s+1\/1\s+4\s+99\.5 %\s+6m\s+96 MiB$/);
});

test("where the shop is watched, an app's line ends with its traffic and its alerts", () => {
  const [v2, v1] = reportWorkloads(workloads, pods, usage, new Map());
  if (v1 === undefined || v2 === undefined) throw new Error("two workloads are reported");
  const traffic = { requestsPerSecond: 12.34, errorRatio: 0.015, p99Seconds: 0.0421 };
  const report = [
    { ...v1, traffic, alerts: ["ServiceFails", "ServiceSlow"] },
    { ...v2, alerts: [] },
  ];
  const lines = statusTable({ shop: "", kubeconfig: "", workloads: report }).split("\n");
  expect(lines[0]).toMatch(/MEMORY +REQ\/S +ERRORS +P99 +ALERTS$/);
  expect(lines[1]).toMatch(/96 MiB +12\.3 +1\.5 % +42 ms +ServiceFails, ServiceSlow$/);
});

test("alerts are shown once each below the table, those about no single app too, and so is their absence", () => {
  const report = { shop: "", kubeconfig: "", workloads: [], observability: {} };
  const burns = { name: "ErrorBudgetBurns", severity: "ticket", about: { step: "pay" } } as const;
  expect(alertLines({ ...report, alerts: [burns, burns] })).toBe("ticket  ErrorBudgetBurns  step=pay");
  expect(alertLines({ ...report, alerts: [] })).toBe("No alert fires.");
  expect(alertLines(report)).toContain("do not answer");
  expect(alertLines({ shop: "", kubeconfig: "", workloads: [] })).toBeUndefined();
});
