import { type Dashboard, perSecond } from "./dashboard.ts";

/** Envoys, their breakers and limits, and what configures them. */
export const mesh: Dashboard = {
  name: "mesh",
  title: "Mesh and limits",
  rows: [
    {
      title: "Front door",
      panels: [
        {
          title: "Answers, by class",
          unit: "requests/s",
          queries: [
            {
              expr: 'sum by (response_code_class) (rate(envoy_http_downstream_rq{job="gateway",response_code_class!=""}[$__rate_interval]))',
              legend: "{{response_code_class}}",
            },
          ],
        },
        {
          title: "Connections",
          unit: "count",
          queries: [{ expr: 'sum(envoy_http_downstream_cx_active{job="gateway"})', legend: "open" }],
        },
        {
          title: "Let through and refused, by class of limit",
          unit: "requests/s",
          queries: ["ok", "rate_limited"].map((result) => ({
            expr: `sum by (envoy_local_http_ratelimit_prefix) (rate(envoy_http_local_rate_limit_${result}[$__rate_interval]))`,
            legend: `{{envoy_local_http_ratelimit_prefix}} ${result === "ok" ? "let through" : "refused"}`,
          })),
        },
      ],
    },
    {
      title: "Between services",
      panels: [
        {
          title: "Retries",
          unit: "per second",
          queries: [
            {
              expr: perSecond("envoy_cluster_upstream_rq_retry", "app"),
              legend: "{{app}}",
            },
          ],
        },
        {
          title: "Timeouts",
          unit: "per second",
          queries: [
            {
              expr: perSecond("envoy_cluster_upstream_rq_timeout", "app"),
              legend: "{{app}}",
            },
          ],
        },
        {
          title: "Pods taken out by a breaker",
          unit: "count",
          queries: [
            {
              expr: "sum by (app, cluster_name) (envoy_cluster_outlier_detection_ejections_active)",
              legend: "{{app}}: {{cluster_name}}",
            },
          ],
        },
        {
          title: "Refused by a full pool",
          unit: "per second",
          queries: [
            {
              expr: perSecond("envoy_cluster_upstream_rq_pending_overflow", "app"),
              legend: "{{app}}",
            },
          ],
        },
      ],
    },
    {
      title: "Control",
      panels: [
        {
          title: "Proxies that istiod configures",
          unit: "count",
          queries: [{ expr: "sum(pilot_xds)", legend: "proxies" }],
        },
        {
          title: "Configurations refused by proxies",
          unit: "count",
          queries: [{ expr: "sum(pilot_total_xds_rejects) or vector(0)", legend: "refused" }],
        },
        {
          title: "Certificate ends in",
          description: "Istio's root, and what Dapr's sentry signs with.",
          unit: "seconds",
          queries: [
            { expr: "min(citadel_server_root_cert_expiry_seconds)", legend: "Istio" },
            { expr: "min(dapr_sentry_issuercert_expiry_timestamp) - time()", legend: "Dapr" },
          ],
        },
      ],
    },
  ],
};

/** Events on their way, and those that cannot be applied. */
export const events: Dashboard = {
  name: "events",
  title: "Events",
  rows: [
    {
      title: "Sent",
      panels: [
        {
          title: "Events not published yet",
          unit: "count",
          queries: [{ expr: "max by (app) (caravan_outbox_pending_events)", legend: "{{app}}" }],
        },
        {
          title: "Oldest event not published",
          unit: "seconds",
          queries: [{ expr: "max by (app) (caravan_outbox_oldest_seconds)", legend: "{{app}}" }],
        },
      ],
    },
    {
      title: "Dead letters",
      panels: [
        {
          title: "Waiting, by topic",
          unit: "count",
          queries: [{ expr: "max by (topic) (caravan_dead_letters) or vector(0)", legend: "{{topic}}" }],
        },
        {
          title: "Oldest, by topic",
          unit: "seconds",
          queries: [
            {
              expr: "max by (topic) (caravan_dead_letters_oldest_seconds) or vector(0)",
              legend: "{{topic}}",
            },
          ],
        },
      ],
    },
    {
      title: "Received",
      panels: [
        {
          title: "Deliveries, by result",
          unit: "per second",
          queries: [
            {
              expr: perSecond("caravan_events_handled_total", "topic, result"),
              legend: "{{topic}} {{result}}",
            },
          ],
        },
        {
          title: "Deliveries, by app",
          unit: "per second",
          queries: [
            {
              expr: perSecond("caravan_events_handled_total", "app, result"),
              legend: "{{app}} {{result}}",
            },
          ],
        },
      ],
    },
  ],
};
