import type { Dashboard } from "./dashboard.ts";

const versions = (expr: string) => [{ expr, legend: "{{app}} {{version}}" }];

/** Both versions of every service side by side. */
export const release: Dashboard = {
  name: "release",
  title: "Release",
  rows: [
    {
      title: "v1 beside v2",
      panels: [
        {
          title: "Requests",
          unit: "requests/s",
          queries: versions(
            "sum by (app, version) (rate(http_server_request_duration_seconds_count[$__rate_interval]))",
          ),
        },
        {
          title: "Share of the traffic",
          unit: "percent",
          queries: versions(
            "100 * sum by (app, version) (rate(http_server_request_duration_seconds_count[$__rate_interval])) / on (app) group_left sum by (app) (rate(http_server_request_duration_seconds_count[$__rate_interval]))",
          ),
        },
        {
          title: "Failures",
          unit: "percent",
          queries: versions(
            '100 * (sum by (app, version) (rate(http_server_request_duration_seconds_count{http_response_status_code=~"5.."}[$__rate_interval])) or 0 * sum by (app, version) (rate(http_server_request_duration_seconds_count[$__rate_interval]))) / sum by (app, version) (rate(http_server_request_duration_seconds_count[$__rate_interval]))',
          ),
        },
        {
          title: "p95",
          unit: "seconds",
          queries: versions(
            "histogram_quantile(0.95, sum by (le, app, version) (rate(http_server_request_duration_seconds_bucket[$__rate_interval])))",
          ),
        },
        {
          title: "CPU",
          unit: "cores",
          queries: [
            {
              expr: 'sum by (container, pod) (rate(container_cpu_usage_seconds_total{namespace="shop",container!~"daprd|istio-proxy"}[$__rate_interval]))',
              legend: "{{pod}}",
            },
          ],
        },
        {
          title: "Memory",
          unit: "bytes",
          queries: [
            {
              expr: 'sum by (container, pod) (container_memory_working_set_bytes{namespace="shop",container!~"daprd|istio-proxy"})',
              legend: "{{pod}}",
            },
          ],
        },
      ],
    },
  ],
};
