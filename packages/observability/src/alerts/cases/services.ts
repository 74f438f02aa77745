import { type Case, cases, rising, type Series, steady } from "./case.ts";

const requests = (status: string, by: number): Series => ({
  [`http_server_request_duration_seconds_count{app="order",http_response_status_code="${status}"}`]:
    rising(by),
});

/** Of 20 requests per sample, so many within a second and the rest within two. */
const fast = (within: number): Series => ({
  'http_server_request_duration_seconds_bucket{app="order",le="1"}': rising(within),
  'http_server_request_duration_seconds_bucket{app="order",le="2"}': rising(20),
  'http_server_request_duration_seconds_bucket{app="order",le="+Inf"}': rising(20),
});

const deployment = (wanted: number, available: number): Series => ({
  'kube_deployment_spec_replicas{namespace="shop",deployment="order-v2"}': steady(wanted),
  'kube_deployment_status_replicas_available{namespace="shop",deployment="order-v2"}': steady(available),
});

const store = (wanted: number, ready: number): Series => ({
  'kube_statefulset_replicas{namespace="shop-data",statefulset="redis"}': steady(wanted),
  'kube_statefulset_status_replicas_ready{namespace="shop-data",statefulset="redis"}': steady(ready),
});

const ejected = (samples: string): Series => ({
  'envoy_cluster_outlier_detection_ejections_enforced_total{app="order",pod="a",cluster_name="payment"}':
    samples,
});

const limited = (traffic: string, by: number): Series => ({
  [`envoy_http_local_rate_limit_rate_limited{job="gateway",pod="a",envoy_local_http_ratelimit_prefix="${traffic}"}`]:
    rising(by),
});

/** A service or the mesh around it. */
export const services: readonly Case[] = [
  ...cases(
    "ServiceFails",
    {
      given: "one request in ten with an error of the service",
      series: { ...requests("200", 9), ...requests("503", 1) },
      labels: { app: "order" },
      en: "order fails 10% of its requests.",
      zh: "order 的请求失败率为 10%。",
    },
    {
      "one in a hundred": { ...requests("200", 99), ...requests("503", 1) },
      "one failed request of a service that has no others": {
        'http_server_request_duration_seconds_count{app="order",http_response_status_code="503"}': "0x38 1x2",
      },
      "refusals that are the caller's fault": { ...requests("200", 1), ...requests("409", 9) },
    },
  ),
  ...cases(
    "ServiceSlow",
    {
      given: "every request slower than a second",
      series: fast(0),
      labels: { app: "order" },
      en: "order answers 1 in 20 requests later than 1.95s.",
      zh: "order 的 P95 响应时间达到 1.95s。",
    },
    { "one request in twenty slower than a second": fast(19) },
  ),
  ...cases(
    "ServiceDown",
    {
      given: "no pod of two",
      series: deployment(2, 0),
      labels: { namespace: "shop", deployment: "order-v2", app: "order" },
      en: "order-v2 has no pod that serves.",
      zh: "order-v2 没有可用的 Pod。",
    },
    { "one pod of two": deployment(2, 1), "a service that was scaled to nothing": deployment(0, 0) },
  ),
  ...cases(
    "StoreDown",
    {
      given: "a store that is not ready",
      series: store(1, 0),
      labels: { namespace: "shop-data", statefulset: "redis", app: "redis" },
      en: "The data store redis does not serve.",
      zh: "数据存储 redis 不可用。",
    },
    { "a store that is ready": store(1, 1) },
  ),
  ...cases(
    "BreakerOpen",
    {
      given: "a breaker that opens twice a minute, for less than the time between two looks",
      series: ejected("0x4 0+0.5x36"),
      labels: { app: "order", cluster_name: "payment" },
      en: "order stopped calling a pod of payment 4 times in 2 minutes: it failed too often.",
      zh: "order 在 2 分钟内 4 次熔断 payment 的 Pod：失败过多。",
    },
    {
      "no breaker that opened": ejected(steady(0)),
      "a breaker that opened 3 minutes ago": ejected("0x8 2x32"),
    },
  ),
  ...cases(
    "RequestsLimited",
    {
      given: "30 refusals per second",
      series: limited("shoppers", 450),
      labels: { envoy_local_http_ratelimit_prefix: "shoppers" },
      en: "The front door refuses 30 requests per second by its limit for shoppers (429).",
      zh: "入口对 shoppers 每秒限流拒绝 30 个请求（429）。",
    },
    { "one refusal per second": limited("shoppers", 15) },
  ),
];
