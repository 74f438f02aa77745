import type { Dashboard } from "./dashboard.ts";

const count = "http_server_request_duration_seconds_count";
const bucket = "http_server_request_duration_seconds_bucket";
const rate = (selector: string, by: string) =>
  `sum by (${by}) (rate(${count}{${selector}}[$__rate_interval]))`;
const quantile = (q: number, by: string) =>
  `histogram_quantile(${q}, sum by (le, ${by}) (rate(${bucket}[$__rate_interval])))`;
const errors = 'http_response_status_code=~"5.."';
const sidecar = 'job="envoy",cluster_name=~"outbound.*"';
const callee = (expr: string) =>
  `label_replace(${expr}, "callee", "$1", "cluster_name", "outbound.*[|]([a-z-]+)[.].*")`;

/** Requests, success, times and resources of every service, and who calls whom. */
export const services: Dashboard = {
  name: "services",
  title: "Services",
  rows: [
    {
      title: "Requests",
      panels: [
        {
          title: "Requests in all",
          unit: "requests/s",
          queries: [
            {
              expr: 'sum(rate(envoy_http_downstream_rq_total{job="gateway",http_conn_manager_prefix=~"outbound.*"}[$__rate_interval]))',
              legend: "front door",
            },
            { expr: `sum(rate(${count}[$__rate_interval]))`, legend: "all services" },
          ],
        },
        {
          title: "Requests per service",
          unit: "requests/s",
          queries: [{ expr: rate("", "app"), legend: "{{app}}" }],
        },
        {
          title: "Success per interface",
          unit: "percent",
          width: 12,
          description: "Share of the requests that did not fail (5xx), by route.",
          queries: [
            {
              expr: `100 * (1 - (${rate(errors, "app, http_request_method, http_route")} or 0 * ${rate("", "app, http_request_method, http_route")}) / ${rate("", "app, http_request_method, http_route")})`,
              legend: "{{app}} {{http_request_method}} {{http_route}}",
            },
          ],
        },
        {
          title: "Failures and refusals",
          unit: "requests/s",
          queries: [
            {
              expr: rate('http_response_status_code=~"[45].."', "app, http_response_status_code"),
              legend: "{{app}} {{http_response_status_code}}",
            },
          ],
        },
        {
          title: "Refused at the front door by its own limits",
          unit: "requests/s",
          queries: [
            {
              expr: "sum by (job) (rate(envoy_http_local_rate_limit_rate_limited[$__rate_interval]))",
              legend: "429 at {{job}}",
            },
          ],
        },
      ],
    },
    {
      title: "Response times",
      panels: [
        {
          title: "Half of the requests are faster (p50)",
          unit: "seconds",
          queries: [{ expr: quantile(0.5, "app"), legend: "{{app}}" }],
        },
        {
          title: "One in a hundred is slower (p99)",
          unit: "seconds",
          queries: [{ expr: quantile(0.99, "app"), legend: "{{app}}" }],
        },
        {
          title: "p95 per interface",
          unit: "seconds",
          width: 12,
          queries: [{ expr: quantile(0.95, "app, http_route"), legend: "{{app}} {{http_route}}" }],
        },
      ],
    },
    {
      title: "Call graph",
      panels: [
        {
          title: "Who calls whom",
          unit: "requests/s",
          queries: [
            {
              expr: callee(
                `sum by (app, cluster_name) (rate(envoy_cluster_upstream_rq_total{${sidecar}}[$__rate_interval]))`,
              ),
              legend: "{{app}} → {{callee}}",
            },
          ],
        },
        {
          title: "Calls that fail",
          unit: "requests/s",
          queries: [
            {
              expr: callee(
                `sum by (app, cluster_name) (rate(envoy_cluster_upstream_rq{${sidecar},response_code_class="5xx"}[$__rate_interval]))`,
              ),
              legend: "{{app}} → {{callee}}",
            },
          ],
        },
      ],
    },
  ],
};
