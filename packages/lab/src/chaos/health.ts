import type { Kube } from "@caravan/cluster";
import { readContainers } from "../bench/processes/containers.ts";

/** The state of a cluster's containers and workloads at one moment. */
export interface Health {
  /** What is not as wanted: the API server, or `namespace/name` of workloads. Empty when everything runs. */
  readonly unready: readonly string[];
  /** The ids of all containers. */
  readonly containers: ReadonlySet<string>;
}

const unreadyWorkloads =
  "go-template={{range .items}}{{if ne (or .status.readyReplicas 0) .spec.replicas}}{{.metadata.namespace}}/{{.metadata.name}} {{end}}{{end}}";

const read = async (kube: Kube): Promise<Health> => {
  const nothing = new Set<string>();
  try {
    if ((await kube.kubectl(["get", "--raw", "/readyz"])) !== "ok")
      return { unready: ["API server"], containers: nothing };
    const containers = await readContainers(kube);
    const workloads = await kube.kubectl([
      ...["get", "deployments,statefulsets", "--all-namespaces", "-o"],
      unreadyWorkloads,
    ]);
    return { unready: workloads.split(" ").filter(Boolean), containers: new Set(containers.keys()) };
  } catch {
    return { unready: ["API server"], containers: nothing };
  }
};

/** Reads the health of a cluster. Callers at the same time share one reading: each costs several processes. */
export const openHealth = (kube: Kube): (() => Promise<Health>) => {
  let reading: Promise<Health> | undefined;
  return () => {
    reading ??= read(kube).finally(() => {
      reading = undefined;
    });
    return reading;
  };
};
