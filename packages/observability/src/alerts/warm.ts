import type { Recording, RuleFile } from "./rule.ts";

/** Series of five minutes each: without pods, so that their number stays the same through months of releases. */
const interval = "5m";

const rate = (record: string, counter: string, by?: string): Recording => ({
  record: `${record}:rate5m`,
  expr: `sum${by === undefined ? "" : ` by (${by})`} (rate(${counter}[5m]))`,
});
const greatest = (record: string, gauge: string, by?: string): Recording => ({
  record: `${record}:max5m`,
  expr: `max${by === undefined ? "" : ` by (${by})`} (max_over_time(${gauge}[5m]))`,
});

const service: readonly Recording[] = [
  rate("app:http_requests", "http_server_request_duration_seconds_count", "app, http_response_status_code"),
  rate("app:http_request_duration_buckets", "http_server_request_duration_seconds_bucket", "app, le"),
  greatest("app:outbox_oldest_seconds", "caravan_outbox_oldest_seconds", "app"),
];
const business: readonly Recording[] = [
  rate("shop:orders_placed", "caravan_orders_placed_total"),
  rate("shop:orders_moved", "caravan_orders_moved_total", "status"),
  rate("shop:orders_refused", "caravan_orders_refused_total", "code"),
  rate("shop:payments", "caravan_payments_total", "status"),
  rate("shop:refunds", "caravan_refunds_total", "reason"),
  rate("shop:captured_euros", "caravan_captured_euros_total"),
  rate("shop:refunded_euros", "caravan_refunded_euros_total"),
  greatest("shop:saga_oldest_due_seconds", "caravan_saga_oldest_due_seconds"),
];
const resources: readonly Recording[] = [
  rate("container:cpu_cores", "container_cpu_usage_seconds_total", "namespace, container"),
  greatest("container:memory_bytes", "container_memory_working_set_bytes", "namespace, container"),
];

/** What is kept for months: recorded under one name in both the hot and the warm store. */
export const warmRules: RuleFile = {
  groups: [{ name: "warm", interval, rules: [...service, ...business, ...resources] }],
};
