import { styleText } from "node:util";
import { showWeight } from "@caravan/mesh";
import { table } from "@caravan/terminal";
import type { StatusReport, WorkloadReport } from "./report.ts";

const order = ["shop", "outside", "shop-data", "istio-ingress", "istio-system", "dapr-system", "kube-system"];

function rank({ namespace }: WorkloadReport): number {
  const place = order.indexOf(namespace);
  return place < 0 ? order.length : place;
}

/** The kubelet has figures of a pod some ten seconds after its start: zero memory means unknown. */
const measured = ({ memoryMebibytes }: WorkloadReport): boolean => memoryMebibytes > 0;

/** The table of `caravan status`: the shop's apps first. */
export function statusTable({ workloads }: StatusReport): string {
  const sorted = workloads.toSorted((a, b) => rank(a) - rank(b) || a.workload.localeCompare(b.workload));
  const rows = sorted.map((report) => {
    return [
      report.namespace,
      report.workload,
      report.version,
      report.readyReplicas < report.replicas
        ? styleText("red", report.ready, { stream: process.stdout })
        : report.ready,
      String(report.restarts),
      report.weight === undefined ? "" : showWeight(report.weight),
      measured(report) ? `${report.cpuMillicores}m` : "",
      measured(report) ? `${report.memoryMebibytes} MiB` : "",
    ];
  });
  const memory = workloads.reduce((total, { memoryMebibytes }) => total + memoryMebibytes, 0);
  const cpu = workloads.reduce((total, { cpuMillicores }) => total + cpuMillicores, 0);
  rows.push(["", "all pods", "", "", "", "", `${cpu}m`, `${memory} MiB`]);
  return table(
    ["NAMESPACE", "WORKLOAD", "VERSION", "READY", "RESTARTS", "WEIGHT", "CPU", "MEMORY"],
    rows,
    [4, 5, 6, 7],
  );
}
