import { type Case, cases, jump, type Series, steady } from "./case.ts";

const pod = "order-v2-5b7d9c4f68-x2x4z";
const container = `namespace="shop",pod="${pod}",container="order"`;
const ofContainer = { namespace: "shop", pod, container: "order", app: "order" };
const restarts = (times: number): Series => ({
  [`kube_pod_container_status_restarts_total{${container}}`]: jump(times),
});
const ended = (reason: string): Series => ({
  [`kube_pod_container_status_last_terminated_reason{${container},reason="${reason}"}`]: steady(1),
});
const memory = (used: number, limit: number): Series => ({
  [`container_memory_working_set_bytes{${container}}`]: steady(used),
  [`container_spec_memory_limit_bytes{${container}}`]: steady(limit),
});
const volume = (free: number): Series => ({
  'kubelet_volume_stats_available_bytes{namespace="shop-data",persistentvolumeclaim="data-mariadb-0"}':
    steady(free),
  'kubelet_volume_stats_capacity_bytes{namespace="shop-data",persistentvolumeclaim="data-mariadb-0"}':
    steady(100),
});
/** Time of the look, in seconds. */
const now = 600;
const day = 86_400;
const backup = (hoursAgo: number): Series => ({
  'kube_cronjob_status_last_successful_time{cronjob="mariadb-backup"}': steady(now - hoursAgo * 3600),
});

/** Pods, nodes and what runs on them. */
export const platform: readonly Case[] = [
  ...cases(
    "ContainerOutOfMemory",
    {
      given: "a container that was killed for its memory",
      series: { ...restarts(1), ...ended("OOMKilled") },
      labels: ofContainer,
      en: `order in ${pod} was killed because it used all the memory of its limit.`,
      zh: `${pod} 中的 order 因内存超限被终止。`,
    },
    {
      "a restart for another reason": { ...restarts(1), ...ended("Error") },
      "a kill of long ago": { ...restarts(0), ...ended("OOMKilled") },
    },
  ),
  ...cases(
    "RestartLoop",
    {
      given: "five restarts",
      series: restarts(5),
      labels: ofContainer,
      en: `order in ${pod} was started again 5 times in 10 minutes.`,
      zh: `${pod} 中的 order 10 分钟内重启 5 次。`,
    },
    { "two restarts": restarts(2) },
  ),
  ...cases(
    "MemoryNearLimit",
    {
      given: "95 of 100 bytes",
      series: memory(95, 100),
      labels: ofContainer,
      en: `order in ${pod} uses 95% of its memory limit.`,
      zh: `${pod} 中的 order 内存使用达到上限的 95%。`,
    },
    { "80 of 100 bytes": memory(80, 100), "a container without a limit": memory(95, 0) },
  ),
  ...cases(
    "VolumeAlmostFull",
    {
      given: "5 of 100 bytes free",
      series: volume(5),
      labels: { namespace: "shop-data", persistentvolumeclaim: "data-mariadb-0" },
      en: "The volume of data-mariadb-0 is 95% full.",
      zh: "卷 data-mariadb-0 已使用 95%。",
    },
    { "half of it free": volume(50) },
  ),
  ...cases(
    "CertificateEnds",
    {
      given: "Istio's root ends in 10 days, Dapr's in a year",
      series: {
        'citadel_server_root_cert_expiry_seconds{job="istiod"}': steady(10 * day),
        'dapr_sentry_issuercert_expiry_timestamp{job="dapr-control-plane"}': steady(now + 365 * day),
      },
      labels: { job: "istiod" },
      en: "A root certificate (istiod) ends in 10d 0h 0m 0s: after that no pod can call another.",
      zh: "根证书（istiod）将在 10d 0h 0m 0s 后过期，之后 Pod 之间无法通信。",
    },
    {
      "both end in a year": {
        'citadel_server_root_cert_expiry_seconds{job="istiod"}': steady(365 * day),
        'dapr_sentry_issuercert_expiry_timestamp{job="dapr-control-plane"}': steady(now + 365 * day),
      },
    },
  ),
  ...cases(
    "BackupMissing",
    {
      given: "a backup 27 hours ago",
      series: backup(27),
      labels: { cronjob: "mariadb-backup" },
      en: "mariadb-backup last succeeded 1d 3h 0m 0s ago.",
      zh: "mariadb-backup 上次成功是在 1d 3h 0m 0s 前。",
    },
    { "a backup 25 hours ago": backup(25) },
  ),
  ...cases(
    "ArchiveFails",
    {
      given: "a night that failed, and one that did not",
      series: {
        'kube_job_failed{namespace="observability",job_name="tiers-archive-29",condition="true"}': steady(1),
        'kube_job_failed{namespace="observability",job_name="tiers-archive-28",condition="true"}': steady(0),
      },
      labels: { job_name: "tiers-archive-29" },
      en: "tiers-archive-29 did not move every day of metrics, logs and traces to where it is kept.",
      zh: "归档任务 tiers-archive-29 未能完成指标、日志和链路的归档。",
    },
    {
      "another failed Job": {
        'kube_job_failed{namespace="shop",job_name="audit-29",condition="true"}': steady(1),
      },
    },
  ),
  ...cases(
    "CleanUpFails",
    {
      given: "a day that failed, and one that did not",
      series: {
        'kube_job_failed{namespace="shop",job_name="release-migration-29750000",condition="true"}': steady(1),
        'kube_job_failed{namespace="shop",job_name="release-migration-29748560",condition="true"}': steady(0),
      },
      labels: { job_name: "release-migration-29750000" },
      en: "release-migration-29750000 could not drop what is kept no longer: its tables grow.",
      zh: "清理任务 release-migration-29750000 失败，过期数据未被删除，数据表将持续增长。",
    },
    {
      "the migration of an upgrade": {
        'kube_job_failed{namespace="shop",job_name="release-migration",condition="true"}': steady(1),
      },
    },
  ),
  ...cases(
    "TargetDown",
    {
      given: "two targets of three that do not answer",
      series: {
        'up{job="apps",pod="a"}': steady(1),
        'up{job="apps",pod="b"}': steady(0),
        'up{job="apps",pod="c"}': steady(0),
      },
      labels: { job: "apps" },
      en: "2 targets of apps cannot be scraped: what they do is not seen.",
      zh: "apps 有 2 个采集目标不可用。",
    },
    {
      "all answer": { 'up{job="apps",pod="a"}': steady(1) },
      "a target that missed one scrape": { 'up{job="apps",pod="a"}': "1x38 0 1" },
    },
  ),
  {
    alert: "DeadMansSwitch",
    given: "nothing at all",
    series: {},
    fires: [
      {
        labels: {},
        en: "Alerting works. When this message stops coming, it does not.",
        zh: "告警系统正常。若此消息停止，说明告警系统故障。",
      },
    ],
  },
];
