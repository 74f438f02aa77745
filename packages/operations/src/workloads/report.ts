import type { Kube } from "@caravan/cluster";
import { type Mesh, type Share, sharesOf, weightTotal } from "@caravan/mesh";
import { type FiringAlert, type Now, pages, readNow, type Traffic } from "@caravan/observability";
import { deployedApps, namespaces } from "@caravan/toolchain";
import { findObservability } from "./find-observability.ts";
import {
  type Pod,
  readPods,
  readUsage,
  readWorkloads,
  type StatsSummary,
  type Workload,
} from "./resources.ts";

/** One line of `caravan status`. */
export interface WorkloadReport {
  namespace: string;
  workload: string;
  /** `v1` or `v2` of an app; else the tag of the image. */
  version: string;
  image: string;
  /** Pods that serve, of those wanted: `1/1`. */
  ready: string;
  readyReplicas: number;
  replicas: number;
  restarts: number;
  /** Share of the traffic in parts of 1000; only for an app that is split between v1 and v2, the same on all its routes. */
  weight?: number;
  /** Instead of it, where routes differ: the different shares; null where a route names no version. */
  mixedWeights?: readonly Share[];
  cpuMillicores: number;
  memoryMebibytes: number;
  /** Of an app's version; only where the shop is watched. */
  traffic?: Traffic;
  /** Names of the alerts that fire about an app; only where the shop is watched. */
  alerts?: readonly string[];
}

/** The output of `caravan status --json`. */
export interface StatusReport {
  shop: string;
  kubeconfig: string;
  workloads: WorkloadReport[];
  /** The pages that show metrics, traces, logs, alerts and dashboards; only where the shop is watched. */
  observability?: Readonly<Record<string, string>>;
  /** Every alert that fires; undefined where the shop is not watched, or metrics or alerts do not answer. */
  alerts?: readonly FiringAlert[];
}

/** Their workloads are apps, in versions. */
const appNamespaces = [namespaces.shop, namespaces.partners];

/** The name of the workload that a pod belongs to. */
export const workloadOf = ({ metadata }: Pod): string | undefined => {
  const owner = metadata.ownerReferences[0];
  const hash = metadata.labels["pod-template-hash"];
  return owner?.kind === "ReplicaSet" && hash ? owner.name.slice(0, -hash.length - 1) : owner?.name;
};

/** The image of the first container; Istio's gateway names none (`auto`), its pods have the one that was injected. */
const imageOf = (workload: Workload, pods: readonly Pod[]): string => {
  const image = workload.spec.template.spec.containers[0]?.image ?? "";
  return image === "auto" ? (pods[0]?.spec.containers[0]?.image ?? image) : image;
};

/** v1's share, by v2's. */
const opposite = (share: Share): Share => (share === null ? null : weightTotal - share);

/** The one share of a version, or its different ones. */
const weightOf = (shares: readonly Share[]): Pick<WorkloadReport, "weight" | "mixedWeights"> => {
  const [share] = shares;
  if (shares.length === 1 && typeof share === "number") return { weight: share };
  return shares.length === 0 ? {} : { mixedWeights: shares };
};

/** Combines workloads, their pods and their usage. */
export const reportWorkloads = (
  workloads: readonly Workload[],
  pods: readonly Pod[],
  usage: StatsSummary["pods"],
  weights: ReadonlyMap<string, readonly Share[]>,
): WorkloadReport[] => {
  const used = new Map(usage.map((pod) => [`${pod.podRef.namespace}/${pod.podRef.name}`, pod]));
  return workloads.map((workload) => {
    const { name, namespace, labels } = workload.metadata;
    const own = pods.filter((pod) => pod.metadata.namespace === namespace && workloadOf(pod) === name);
    const image = imageOf(workload, own);
    const sum = (amount: (pod: Pod) => number) => own.reduce((total, pod) => total + amount(pod), 0);
    const usageOf = (pod: Pod) => used.get(`${namespace}/${pod.metadata.name}`);
    const shares = (namespace === namespaces.shop && weights.get(labels.app ?? "")) || [];
    return {
      namespace,
      workload: name,
      version:
        (appNamespaces.includes(namespace) && labels.version) || image.slice(image.lastIndexOf(":") + 1),
      image,
      ready: `${workload.status.readyReplicas}/${workload.spec.replicas}`,
      readyReplicas: workload.status.readyReplicas,
      replicas: workload.spec.replicas,
      restarts: sum(({ status }) =>
        [...status.containerStatuses, ...status.initContainerStatuses].reduce(
          (total, { restartCount }) => total + restartCount,
          0,
        ),
      ),
      ...weightOf(labels.version === "v2" ? shares : shares.map(opposite)),
      cpuMillicores: Math.round(sum((pod) => usageOf(pod)?.cpu?.usageNanoCores ?? 0) / 1e6),
      memoryMebibytes: Math.round(sum((pod) => usageOf(pod)?.memory?.workingSetBytes ?? 0) / 2 ** 20),
    };
  });
};

/** Adds what an app does and what fires about it. */
const withTraffic =
  (now: Now) =>
  (report: WorkloadReport): WorkloadReport => {
    const { namespace, workload, version } = report;
    if (!appNamespaces.includes(namespace)) return report;
    const app = workload.replace(/-v2$/, "");
    const traffic = now.trafficOf(app, version);
    return { ...report, ...(traffic && { traffic }), alerts: now.alertsOf(app) };
  };

/** Reports every workload of the cluster, and the mesh's weights. */
export const statusReport = async (kube: Kube, shop: string, mesh: Mesh): Promise<StatusReport> => {
  const [workloads, pods, usage, services, observability] = await Promise.all([
    readWorkloads(kube),
    readPods(kube),
    readUsage(kube),
    mesh.list(),
    findObservability(kube),
  ]);
  const reports = reportWorkloads(workloads, pods, usage, sharesOf(services, deployedApps()));
  const report = { shop, kubeconfig: kube.kubeconfig };
  if (observability === undefined) return { ...report, workloads: reports };
  // What watches the shop may be down: the shop's own state is shown all the same.
  const now = await readNow(observability).catch(() => undefined);
  return {
    ...report,
    workloads: now ? reports.map(withTraffic(now)) : reports,
    ...(now && { alerts: now.firing }),
    observability: pages(observability),
  };
};
