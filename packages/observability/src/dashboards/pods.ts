import type { Dashboard } from "./dashboard.ts";

/** What pods use of what they may use. */
export const pods: Dashboard = {
  name: "pods",
  title: "Pods",
  rows: [
    {
      title: "Use",
      panels: [
        {
          title: "CPU",
          unit: "cores",
          queries: [
            {
              expr: 'sum by (pod, container) (rate(container_cpu_usage_seconds_total{namespace="shop"}[$__rate_interval]))',
              legend: "{{pod}} {{container}}",
            },
          ],
        },
        {
          title: "Memory",
          unit: "bytes",
          queries: [
            {
              expr: 'sum by (pod, container) (container_memory_working_set_bytes{namespace="shop"})',
              legend: "{{pod}} {{container}}",
            },
          ],
        },
        {
          title: "Memory of its limit",
          unit: "percent",
          queries: [
            {
              expr: '100 * max by (pod, container) (container_memory_working_set_bytes{namespace="shop"} / (container_spec_memory_limit_bytes{namespace="shop"} > 0))',
              legend: "{{pod}} {{container}}",
            },
          ],
        },
        {
          title: "Network",
          unit: "bytes",
          queries: [
            {
              expr: 'sum by (pod) (rate(container_network_receive_bytes_total{namespace="shop"}[$__rate_interval]))',
              legend: "{{pod}} in",
            },
          ],
        },
      ],
    },
    {
      title: "Health",
      panels: [
        {
          title: "Pods that serve, of those wanted",
          unit: "count",
          queries: [
            {
              expr: 'sum by (deployment) (kube_deployment_status_replicas_available{namespace="shop"})',
              legend: "{{deployment}}",
            },
            {
              expr: 'sum by (deployment) (kube_deployment_spec_replicas{namespace="shop"})',
              legend: "{{deployment}} wanted",
            },
          ],
        },
        {
          title: "Restarts in an hour",
          unit: "count",
          queries: [
            {
              expr: "sum by (pod, container) (increase(kube_pod_container_status_restarts_total[1h]))",
              legend: "{{pod}} {{container}}",
            },
          ],
        },
        {
          title: "Event loop is late",
          unit: "seconds",
          description: "How long Node's loop kept a timer waiting, 99 of 100 times less.",
          queries: [{ expr: "max by (app) (nodejs_eventloop_lag_p99_seconds)", legend: "{{app}}" }],
        },
        {
          title: "Heap",
          unit: "bytes",
          queries: [{ expr: "max by (app) (nodejs_heap_size_used_bytes)", legend: "{{app}}" }],
        },
      ],
    },
  ],
};
