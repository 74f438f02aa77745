import { queryMetrics } from "./metrics.ts";

/** What one container asks for and what it used, over all pods of its workload: the most that any pod did. */
export interface ContainerUse {
  readonly namespace: string;
  readonly workload: string;
  readonly container: string;
  /** Millicores; undefined without a request. */
  readonly cpuRequest: number | undefined;
  /** Millicores that were not exceeded in 95 of 100 moments. */
  readonly cpuUsed: number;
  /** Bytes; undefined without a request. */
  readonly memoryRequest: number | undefined;
  /** Bytes; undefined without a limit. */
  readonly memoryLimit: number | undefined;
  /** Bytes, at the highest moment. */
  readonly memoryUsed: number;
  /** How often the kernel killed it for memory. */
  readonly memoryKills: number;
}

/** The workload of a pod: the name without what its ReplicaSet, Job, StatefulSet or DaemonSet added. */
export const workloadOfPod = (pod: string): string =>
  pod.replace(/(-[0-9a-f]{6,10}|-\d{8})?-[a-z0-9]{5}$/, "").replace(/-\d+$/, "");

type Amounts = ReadonlyMap<string, number>;

/**
 * Compares what containers ask for with what they used.
 *
 * @param base the address of Prometheus or of a store that speaks its API
 * @param window how far back, such as `1h`
 * @throws BackendFailed
 */
export const readContainerUse = async (base: string, window: string): Promise<ContainerUse[]> => {
  const perContainer = async (promql: string): Promise<Amounts> => {
    const amounts = new Map<string, number>();
    for (const { labels, value } of await queryMetrics(base, promql)) {
      const { namespace = "", pod = "", container = "" } = labels;
      const key = [namespace, workloadOfPod(pod), container].join("/");
      amounts.set(key, Math.max(value, amounts.get(key) ?? 0));
    }
    return amounts;
  };
  const configured = (kind: "requests" | "limits", resource: string) =>
    perContainer(`{__name__=~"kube_pod_(init_)?container_resource_${kind}",resource="${resource}"}`);
  const [cpuUsed, memoryUsed, kills, cpuRequest, memoryRequest, memoryLimit] = await Promise.all([
    perContainer(`quantile_over_time(0.95, rate(container_cpu_usage_seconds_total[2m])[${window}:30s])`),
    perContainer(`max_over_time(container_memory_working_set_bytes[${window}])`),
    perContainer(`increase(container_oom_events_total[${window}])`),
    configured("requests", "cpu"),
    configured("requests", "memory"),
    configured("limits", "memory"),
  ]);
  const millicores = (cores: number | undefined) => cores && Math.round(cores * 1000);
  return [...memoryUsed].map(([key, used]) => {
    const [namespace = "", workload = "", container = ""] = key.split("/");
    return {
      namespace,
      workload,
      container,
      cpuRequest: millicores(cpuRequest.get(key)),
      cpuUsed: millicores(cpuUsed.get(key)) ?? 0,
      memoryRequest: memoryRequest.get(key),
      memoryLimit: memoryLimit.get(key),
      memoryUsed: used,
      memoryKills: Math.round(kills.get(key) ?? 0),
    };
  });
};
