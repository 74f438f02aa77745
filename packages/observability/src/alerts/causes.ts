import { flash } from "./flash.ts";
import { platform } from "./platform.ts";
import { promotion } from "./promotion.ts";
import type { Alert } from "./rule.ts";

/** Orders, events and money that do not move. */
const business: readonly Alert[] = [
  {
    name: "SagaStalled",
    severity: "page",
    expr: "max(caravan_saga_oldest_due_seconds) > 60",
    for: "30s",
    summary: {
      en: "The oldest order step has been due for {{ $value | humanizeDuration }}: orders do not move.",
      zh: "最早到期的订单步骤已等待 {{ $value | humanizeDuration }}：订单没有推进。",
    },
    dashboard: "saga",
    labels: { app: "order" },
  },
  {
    name: "OutboxStalled",
    severity: "page",
    expr: "max by (app) (caravan_outbox_oldest_seconds) > 60",
    for: "30s",
    summary: {
      en: "{{ $labels.app }} has not published an event for {{ $value | humanizeDuration }}: other services do not hear of its changes.",
      zh: "{{ $labels.app }} 的最早未发布事件已等待 {{ $value | humanizeDuration }}：其他服务收不到其变更。",
    },
    dashboard: "events",
  },
  {
    name: "DeadLetters",
    severity: "page",
    expr: "max by (topic) (caravan_dead_letters) > 0",
    summary: {
      en: "{{ $value }} events of {{ $labels.topic }} could not be applied and wait as dead letters.",
      zh: "{{ $labels.topic }} 有 {{ $value }} 条事件处理失败，进入死信。",
    },
    dashboard: "events",
  },
  {
    name: "BooksDiffer",
    severity: "page",
    expr: 'max by (job_name) (kube_job_failed{namespace="shop",job_name=~"audit-.*",condition="true"}) == 1',
    summary: {
      en: "The audit {{ $labels.job_name }} found books that do not agree, or could not look.",
      zh: "对账任务 {{ $labels.job_name }} 发现账目不一致，或未能完成。",
    },
    dashboard: "shop",
    labels: { app: "audit" },
  },
  {
    name: "ReconciliationDiffers",
    severity: "ticket",
    expr: "max(caravan_reconciliation_differences) > 0",
    summary: {
      en: "The bank's statement and our payments differ in {{ $value }} places.",
      zh: "银行对账单与支付记录有 {{ $value }} 处不一致。",
    },
    dashboard: "shop",
    labels: { app: "payment" },
  },
  {
    name: "PaymentsInTrouble",
    severity: "ticket",
    expr: "max by (kind) (caravan_payments_in_trouble) > 0",
    for: "1m",
    summary: {
      en: "{{ $value }} payments need a decision of staff ({{ $labels.kind }}).",
      zh: "{{ $value }} 笔支付需要人工处理（{{ $labels.kind }}）。",
    },
    dashboard: "shop",
    labels: { app: "payment" },
  },
  {
    name: "OrdersNeedAttention",
    severity: "ticket",
    expr: "max by (case) (caravan_orders_attention) > 0",
    for: "1m",
    summary: {
      en: "{{ $value }} orders need a decision of staff ({{ $labels.case }}).",
      zh: "{{ $value }} 个订单需要人工处理（{{ $labels.case }}）。",
    },
    dashboard: "saga",
    labels: { app: "order" },
  },
  {
    name: "CallbacksRefused",
    severity: "page",
    expr: 'sum by (app) (increase(caravan_payment_callbacks_total{result!~"applied|seen"}[5m]) or increase(caravan_logistics_callbacks_total{result!~"applied|duplicate"}[5m])) > 0',
    summary: {
      en: "{{ $labels.app }} refused {{ $value | humanize }} callbacks of its partner in 5 minutes.",
      zh: "{{ $labels.app }} 在 5 分钟内拒绝了 {{ $value | humanize }} 次合作方回调。",
    },
    dashboard: "shop",
  },
  {
    name: "CallbacksLate",
    severity: "ticket",
    expr: "max by (app) (caravan_bank_callbacks_oldest_seconds or caravan_carrier_callbacks_oldest_seconds) > 300",
    for: "30s",
    summary: {
      en: "The oldest callback of the {{ $labels.app }} has waited {{ $value | humanizeDuration }} to be taken by us.",
      zh: "{{ $labels.app }} 的最早未送达回调已等待 {{ $value | humanizeDuration }}。",
    },
    dashboard: "shop",
  },
];

/** A service or the mesh around it. */
const services: readonly Alert[] = [
  {
    name: "ServiceFails",
    severity: "page",
    // A page needs more than a stray failure of a service with few requests.
    expr: 'sum by (app) (rate(http_server_request_duration_seconds_count{http_response_status_code=~"5.."}[1m])) / sum by (app) (rate(http_server_request_duration_seconds_count[1m])) > 0.05 and sum by (app) (increase(http_server_request_duration_seconds_count{http_response_status_code=~"5.."}[1m])) > 2',
    for: "15s",
    summary: {
      en: "{{ $labels.app }} fails {{ $value | humanizePercentage }} of its requests.",
      zh: "{{ $labels.app }} 的请求失败率为 {{ $value | humanizePercentage }}。",
    },
    dashboard: "services",
  },
  {
    name: "ServiceSlow",
    severity: "page",
    expr: "histogram_quantile(0.95, sum by (app, le) (rate(http_server_request_duration_seconds_bucket[1m]))) > 1",
    for: "15s",
    summary: {
      en: "{{ $labels.app }} answers 1 in 20 requests later than {{ $value | humanizeDuration }}.",
      zh: "{{ $labels.app }} 的 P95 响应时间达到 {{ $value | humanizeDuration }}。",
    },
    dashboard: "services",
  },
  {
    name: "ServiceDown",
    severity: "page",
    // The Deployment of a canary is named after its app and version.
    expr: 'label_replace(kube_deployment_spec_replicas{namespace=~"shop|outside|istio-ingress"} > 0 and kube_deployment_status_replicas_available{namespace=~"shop|outside|istio-ingress"} == 0, "app", "$1", "deployment", "(.+?)(-v[0-9]+)?")',
    for: "20s",
    summary: {
      en: "{{ $labels.deployment }} has no pod that serves.",
      zh: "{{ $labels.deployment }} 没有可用的 Pod。",
    },
    dashboard: "services",
  },
  {
    name: "StoreDown",
    severity: "page",
    expr: 'label_replace(kube_statefulset_replicas{namespace="shop-data"} > kube_statefulset_status_replicas_ready{namespace="shop-data"} or kube_statefulset_replicas{namespace="shop-data"} == 0, "app", "$1", "statefulset", "(.+)")',
    for: "20s",
    summary: {
      en: "The data store {{ $labels.statefulset }} does not serve.",
      zh: "数据存储 {{ $labels.statefulset }} 不可用。",
    },
    dashboard: "stores",
  },
  {
    name: "BreakerOpen",
    severity: "ticket",
    // The number of those that are open now misses most: one stays open for ten seconds, less than the time between two scrapes.
    expr: "sum by (app, cluster_name) (increase(envoy_cluster_outlier_detection_ejections_enforced_total[2m])) > 0",
    summary: {
      en: "{{ $labels.app }} stopped calling a pod of {{ $labels.cluster_name }} {{ $value | humanize }} times in 2 minutes: it failed too often.",
      zh: "{{ $labels.app }} 在 2 分钟内 {{ $value | humanize }} 次熔断 {{ $labels.cluster_name }} 的 Pod：失败过多。",
    },
    dashboard: "mesh",
  },
  {
    name: "RequestsLimited",
    severity: "ticket",
    expr: "sum by (envoy_local_http_ratelimit_prefix) (rate(envoy_http_local_rate_limit_rate_limited[1m])) > 5",
    for: "1m",
    summary: {
      en: "The front door refuses {{ $value | humanize }} requests per second by its limit for {{ $labels.envoy_local_http_ratelimit_prefix }} (429).",
      zh: "入口对 {{ $labels.envoy_local_http_ratelimit_prefix }} 每秒限流拒绝 {{ $value | humanize }} 个请求（429）。",
    },
    dashboard: "mesh",
  },
];

/** Alerts that name a cause, by file of rules. */
export const causes: Readonly<Record<string, readonly Alert[]>> = {
  business,
  flash,
  promotion,
  services,
  platform,
};
