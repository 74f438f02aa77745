import type { Kube } from "@caravan/cluster";
import { weightsOf, weightTotal } from "@caravan/mesh";
import { deployedApps } from "@caravan/toolchain";
import { openMesh } from "../platform/mesh.ts";
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
  /** Share of the traffic in parts of 1000; only for an app that is split between v1 and v2. */
  weight?: number;
  cpuMillicores: number;
  memoryMebibytes: number;
}

/** The output of `caravan status --json`. */
export interface StatusReport {
  shop: string;
  kubeconfig: string;
  workloads: WorkloadReport[];
}

/** The name of the workload that a pod belongs to. */
export function workloadOf({ metadata }: Pod): string | undefined {
  const owner = metadata.ownerReferences[0];
  const hash = metadata.labels["pod-template-hash"];
  return owner?.kind === "ReplicaSet" && hash ? owner.name.slice(0, -hash.length - 1) : owner?.name;
}

/** The image of the first container; Istio's gateway names none (`auto`), its pods have the one that was injected. */
function imageOf(workload: Workload, pods: readonly Pod[]): string {
  const image = workload.spec.template.spec.containers[0]?.image ?? "";
  return image === "auto" ? (pods[0]?.spec.containers[0]?.image ?? image) : image;
}

/** Combines workloads, their pods and their usage. */
export function reportWorkloads(
  workloads: readonly Workload[],
  pods: readonly Pod[],
  usage: StatsSummary["pods"],
  weights: ReadonlyMap<string, number>,
): WorkloadReport[] {
  const used = new Map(usage.map((pod) => [`${pod.podRef.namespace}/${pod.podRef.name}`, pod]));
  return workloads.map((workload) => {
    const { name, namespace, labels } = workload.metadata;
    const own = pods.filter((pod) => pod.metadata.namespace === namespace && workloadOf(pod) === name);
    const image = imageOf(workload, own);
    const sum = (amount: (pod: Pod) => number) => own.reduce((total, pod) => total + amount(pod), 0);
    const usageOf = (pod: Pod) => used.get(`${namespace}/${pod.metadata.name}`);
    const canary = namespace === "shop" ? weights.get(labels.app ?? "") : undefined;
    const weight =
      canary !== undefined && labels.version === "v2"
        ? canary
        : canary !== undefined
          ? weightTotal - canary
          : undefined;
    return {
      namespace,
      workload: name,
      version:
        (["shop", "outside"].includes(namespace) && labels.version) ||
        image.slice(image.lastIndexOf(":") + 1),
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
      ...(weight === undefined ? {} : { weight }),
      cpuMillicores: Math.round(sum((pod) => usageOf(pod)?.cpu?.usageNanoCores ?? 0) / 1e6),
      memoryMebibytes: Math.round(sum((pod) => usageOf(pod)?.memory?.workingSetBytes ?? 0) / 2 ** 20),
    };
  });
}

/** Reports every workload of the cluster. */
export async function statusReport(kube: Kube, shop: string): Promise<StatusReport> {
  const [workloads, pods, usage, services] = await Promise.all([
    readWorkloads(kube),
    readPods(kube),
    readUsage(kube),
    openMesh(kube).list(),
  ]);
  const reports = reportWorkloads(workloads, pods, usage, weightsOf(services, deployedApps()));
  return { shop, kubeconfig: kube.kubeconfig, workloads: reports };
}
