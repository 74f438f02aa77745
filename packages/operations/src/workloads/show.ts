import { styleText } from "node:util";
import { showShares, showWeight } from "@caravan/mesh";
import type { FiringAlert } from "@caravan/observability";
import { type Column, table } from "@caravan/terminal";
import { namespaces } from "@caravan/toolchain";
import type { StatusReport, WorkloadReport } from "./report.ts";

const order = [
  namespaces.shop,
  namespaces.partners,
  namespaces.data,
  namespaces.gateway,
  "istio-system",
  "dapr-system",
  "kube-system",
];

const rank = ({ namespace }: WorkloadReport): number => {
  const place = order.indexOf(namespace);
  return place < 0 ? order.length : place;
};

/** The kubelet has figures of a pod some ten seconds after its start: zero memory means unknown. */
const measured = ({ memoryMebibytes }: WorkloadReport): boolean => memoryMebibytes > 0;

/** Without room they leave this order: what is fine when it is not looked at goes first. */
const columns: (string | Column)[] = [
  { name: "NAMESPACE", drop: 3 },
  { name: "WORKLOAD", cut: "end", least: 16 },
  { name: "VERSION", cut: "end", least: 7 },
  ...["READY", "RESTARTS", "WEIGHT"],
  { name: "CPU", drop: 1 },
  { name: "MEMORY", drop: 2 },
];
const watchedColumns: (string | Column)[] = [
  { name: "REQ/S", drop: 4 },
  "ERRORS",
  "P99",
  { name: "ALERTS", cut: "end" },
];

/** Requests, failures, times and alerts of an app. */
const watched = ({ traffic, alerts = [] }: WorkloadReport): string[] => {
  const { requestsPerSecond, errorRatio, p99Seconds } = traffic ?? {};
  return [
    requestsPerSecond?.toFixed(1) ?? "",
    errorRatio === undefined ? "" : `${(100 * errorRatio).toFixed(1)} %`,
    p99Seconds === undefined ? "" : `${Math.round(1000 * p99Seconds)} ms`,
    alerts.length === 0 ? "" : styleText("red", alerts.join(", "), { stream: process.stdout }),
  ];
};

/** The weight, in red where routes differ. */
const weightShown = ({ weight, mixedWeights }: WorkloadReport): string => {
  if (weight !== undefined) return showWeight(weight);
  if (mixedWeights === undefined) return "";
  return styleText("red", showShares(mixedWeights), { stream: process.stdout });
};

/** The table of `caravan status`: the shop's apps first. */
export const statusTable = ({ workloads }: StatusReport): string => {
  const isWatched = workloads.some(({ alerts }) => alerts !== undefined);
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
      weightShown(report),
      measured(report) ? `${report.cpuMillicores}m` : "",
      measured(report) ? `${report.memoryMebibytes} MiB` : "",
      ...(isWatched ? watched(report) : []),
    ];
  });
  const memory = workloads.reduce((total, { memoryMebibytes }) => total + memoryMebibytes, 0);
  const cpu = workloads.reduce((total, { cpuMillicores }) => total + cpuMillicores, 0);
  rows.push([
    "",
    "all pods",
    "",
    "",
    "",
    "",
    `${cpu}m`,
    `${memory} MiB`,
    ...(isWatched ? watchedColumns.map(() => "") : []),
  ]);
  return table([...columns, ...(isWatched ? watchedColumns : [])], rows, [4, 5, 6, 7, 8, 9, 10]);
};

/** The alerts that fire, those about no single app too; undefined where nothing watches the shop. */
export const alertLines = ({ observability, alerts }: StatusReport): string | undefined => {
  if (observability === undefined) return undefined;
  if (alerts === undefined)
    return "Metrics or alerts do not answer: ./caravan kubectl -n observability get pods";
  if (alerts.length === 0) return "No alert fires.";
  const line = ({ name, severity, about }: FiringAlert) => {
    const labels = Object.entries(about).map(([label, value]) => `${label}=${value}`);
    return `${severity.padEnd(7)} ${name}  ${labels.join(" ")}`.trimEnd();
  };
  return [...new Set(alerts.map(line))].sort().join("\n");
};
