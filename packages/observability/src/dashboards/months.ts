import type { Dashboard } from "./dashboard.ts";

/** What is kept for months (`alerts/warm.ts`): in both the hot and the warm store, whose page shows it from months ago to now. */
export const months: Dashboard = {
  name: "months",
  title: "Months",
  from: "now-90d",
  rows: [
    {
      title: "Shop",
      panels: [
        {
          title: "Orders placed, and what they became",
          unit: "per second",
          queries: [
            { expr: "shop:orders_placed:rate5m", legend: "placed" },
            { expr: "shop:orders_moved:rate5m", legend: "{{status}}" },
          ],
        },
        {
          title: "Not placed, by reason",
          unit: "per second",
          queries: [{ expr: "shop:orders_refused:rate5m", legend: "{{code}}" }],
        },
        {
          title: "Money taken and given back, an hour",
          unit: "euro",
          queries: [
            { expr: "3600 * shop:captured_euros:rate5m", legend: "taken" },
            { expr: "3600 * shop:refunded_euros:rate5m", legend: "given back" },
          ],
        },
        {
          title: "Payments and refunds",
          unit: "per second",
          queries: [
            { expr: "shop:payments:rate5m", legend: "{{status}}" },
            { expr: "shop:refunds:rate5m", legend: "refund: {{reason}}" },
          ],
        },
      ],
    },
    {
      title: "Services",
      panels: [
        {
          title: "Requests",
          unit: "requests/s",
          queries: [{ expr: "sum by (app) (app:http_requests:rate5m)", legend: "{{app}}" }],
        },
        {
          title: "Requests that fail",
          unit: "percent",
          queries: [
            {
              expr: '100 * sum by (app) (app:http_requests:rate5m{http_response_status_code=~"5.."}) / sum by (app) (app:http_requests:rate5m)',
              legend: "{{app}}",
            },
          ],
        },
        {
          title: "One in a hundred is slower (p99)",
          unit: "seconds",
          queries: [
            {
              expr: "histogram_quantile(0.99, sum by (app, le) (app:http_request_duration_buckets:rate5m))",
              legend: "{{app}}",
            },
          ],
        },
        {
          title: "Oldest that waits",
          unit: "seconds",
          queries: [
            { expr: "app:outbox_oldest_seconds:max5m", legend: "event of {{app}}" },
            { expr: "shop:saga_oldest_due_seconds:max5m", legend: "step of an order" },
          ],
        },
      ],
    },
    {
      title: "Resources",
      panels: [
        {
          title: "CPU",
          unit: "cores",
          queries: [{ expr: "container:cpu_cores:rate5m", legend: "{{namespace}}/{{container}}" }],
        },
        {
          title: "Memory",
          unit: "bytes",
          queries: [{ expr: "container:memory_bytes:max5m", legend: "{{namespace}}/{{container}}" }],
        },
      ],
    },
  ],
};
