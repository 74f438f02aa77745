import { type Dashboard, perSecond } from "./dashboard.ts";

/** The machine, and what watches it. */
export const node: Dashboard = {
  name: "node",
  title: "Nodes and monitoring",
  rows: [
    {
      title: "Nodes",
      panels: [
        {
          title: "CPU by namespace",
          unit: "cores",
          queries: [
            {
              expr: perSecond("container_cpu_usage_seconds_total", "namespace"),
              legend: "{{namespace}}",
            },
          ],
        },
        {
          title: "Memory by namespace",
          unit: "bytes",
          queries: [
            { expr: "sum by (namespace) (container_memory_working_set_bytes)", legend: "{{namespace}}" },
          ],
        },
        {
          title: "Pods",
          unit: "count",
          queries: [{ expr: "sum by (node) (kubelet_running_pods)", legend: "{{node}}" }],
        },
      ],
    },
    {
      title: "Monitoring itself",
      panels: [
        {
          title: "Targets that cannot be scraped",
          unit: "count",
          queries: [{ expr: "sum by (job) (up == bool 0)", legend: "{{job}}" }],
        },
        {
          title: "Series per scrape",
          unit: "count",
          queries: [{ expr: "sum by (job) (scrape_samples_post_metric_relabeling)", legend: "{{job}}" }],
        },
      ],
    },
  ],
};
