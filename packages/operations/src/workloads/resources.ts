import type { Kube } from "@caravan/cluster";
import * as v from "valibot";

const Metadata = v.object({
  name: v.string(),
  namespace: v.string(),
  labels: v.optional(v.record(v.string(), v.string()), {}),
  ownerReferences: v.optional(v.array(v.object({ kind: v.string(), name: v.string() })), []),
});

const PodSpec = v.object({ containers: v.array(v.object({ name: v.string(), image: v.string() })) });

/** The fields of a Deployment, StatefulSet or DaemonSet for status. */
export const Workload = v.object({
  kind: v.picklist(["Deployment", "StatefulSet", "DaemonSet"]),
  metadata: Metadata,
  spec: v.object({
    replicas: v.optional(v.number(), 1),
    template: v.object({ spec: PodSpec }),
  }),
  status: v.object({ readyReplicas: v.optional(v.number(), 0) }),
});
export type Workload = v.InferOutput<typeof Workload>;

const ContainerStatus = v.object({ restartCount: v.number() });

export const Pod = v.object({
  metadata: Metadata,
  spec: PodSpec,
  status: v.object({
    containerStatuses: v.optional(v.array(ContainerStatus), []),
    initContainerStatuses: v.optional(v.array(ContainerStatus), []),
  }),
});
export type Pod = v.InferOutput<typeof Pod>;

/** The kubelet's figures of a node's pods (`/stats/summary`). */
export const StatsSummary = v.object({
  pods: v.array(
    v.object({
      podRef: v.object({ name: v.string(), namespace: v.string() }),
      cpu: v.optional(v.object({ usageNanoCores: v.optional(v.number(), 0) })),
      memory: v.optional(v.object({ workingSetBytes: v.optional(v.number(), 0) })),
    }),
  ),
});
export type StatsSummary = v.InferOutput<typeof StatsSummary>;

const list = <T extends v.GenericSchema>(item: T) =>
  v.pipe(v.string(), v.parseJson(), v.object({ items: v.array(item) }));

export const readWorkloads = async (kube: Kube): Promise<Workload[]> => {
  const json = await kube.kubectl(["get", "deployments,statefulsets", "--all-namespaces", "-o", "json"]);
  return v.parse(list(Workload), json).items;
};

export const readPods = async (kube: Kube): Promise<Pod[]> =>
  v.parse(list(Pod), await kube.kubectl(["get", "pods", "--all-namespaces", "-o", "json"])).items;

/** The usage of every pod on every node; nodes that do not answer are left out. */
export const readUsage = async (kube: Kube): Promise<StatsSummary["pods"]> => {
  const names = await kube.kubectl(["get", "nodes", "-o", "jsonpath={.items[*].metadata.name}"]);
  const summaries = await Promise.all(
    names.split(" ").map(async (name) => {
      const json = await kube
        .kubectl(["get", "--raw", `/api/v1/nodes/${name}/proxy/stats/summary`])
        .catch(() => "");
      const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), StatsSummary), json);
      return parsed.success ? parsed.output.pods : [];
    }),
  );
  return summaries.flat();
};
