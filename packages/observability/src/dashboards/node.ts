import type { Dashboard } from "./dashboard.ts";

/** MariaDB and Redis. */
export const stores: Dashboard = {
  name: "stores",
  title: "Data stores",
  rows: [
    {
      title: "Seen from the cluster",
      panels: [
        {
          title: "CPU",
          unit: "cores",
          queries: [
            {
              expr: 'sum by (pod) (rate(container_cpu_usage_seconds_total{namespace="shop-data"}[$__rate_interval]))',
              legend: "{{pod}}",
            },
          ],
        },
        {
          title: "Memory",
          unit: "bytes",
          queries: [
            {
              expr: 'sum by (pod) (container_memory_working_set_bytes{namespace="shop-data"})',
              legend: "{{pod}}",
            },
          ],
        },
      ],
    },
    {
      title: "Seen from the apps",
      panels: [
        {
          title: "Changes that wait for a lock",
          unit: "count",
          queries: [{ expr: "sum by (app) (caravan_database_blocked_changes)", legend: "{{app}}" }],
        },
        {
          title: "Changes refused because of a lock",
          unit: "per second",
          queries: [
            {
              expr: "sum by (app) (rate(caravan_database_lock_refusals_total[$__rate_interval]))",
              legend: "{{app}}",
            },
          ],
        },
      ],
    },
  ],
};

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
              expr: "sum by (namespace) (rate(container_cpu_usage_seconds_total[$__rate_interval]))",
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
