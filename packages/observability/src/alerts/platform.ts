import type { Alert } from "./rule.ts";

/** With the app that the pod is of, by the pod's name: of a Deployment (a canary's holds its version), a Job or a StatefulSet. */
const ofPod = (expr: string): string =>
  `label_replace(${expr}, "app", "$1", "pod", "(.+?)(-v[0-9]+)?(-[0-9a-f]{6,10}-[a-z0-9]{5}|-[0-9]+)")`;

/** Pods, nodes and what runs on them. */
export const platform: readonly Alert[] = [
  {
    name: "ContainerOutOfMemory",
    severity: "page",
    expr: ofPod(
      'sum by (namespace, pod, container) (increase(kube_pod_container_status_restarts_total[10m])) > 0 and on (namespace, pod, container) kube_pod_container_status_last_terminated_reason{reason="OOMKilled"} == 1',
    ),
    summary: {
      en: "{{ $labels.container }} in {{ $labels.pod }} was killed because it used all the memory of its limit.",
      zh: "{{ $labels.pod }} 中的 {{ $labels.container }} 因内存超限被终止。",
    },
    dashboard: "pods",
  },
  {
    name: "RestartLoop",
    severity: "page",
    expr: ofPod(
      "sum by (namespace, pod, container) (increase(kube_pod_container_status_restarts_total[10m])) > 2",
    ),
    summary: {
      en: "{{ $labels.container }} in {{ $labels.pod }} was started again {{ $value | humanize }} times in 10 minutes.",
      zh: "{{ $labels.pod }} 中的 {{ $labels.container }} 10 分钟内重启 {{ $value | humanize }} 次。",
    },
    dashboard: "pods",
  },
  {
    name: "MemoryNearLimit",
    severity: "ticket",
    expr: ofPod(
      "max by (namespace, pod, container) (container_memory_working_set_bytes / (container_spec_memory_limit_bytes > 0)) > 0.9",
    ),
    for: "1m",
    summary: {
      en: "{{ $labels.container }} in {{ $labels.pod }} uses {{ $value | humanizePercentage }} of its memory limit.",
      zh: "{{ $labels.pod }} 中的 {{ $labels.container }} 内存使用达到上限的 {{ $value | humanizePercentage }}。",
    },
    dashboard: "pods",
  },
  {
    name: "VolumeAlmostFull",
    severity: "page",
    expr: "max by (namespace, persistentvolumeclaim) (1 - kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes) > 0.9",
    for: "1m",
    summary: {
      en: "The volume of {{ $labels.persistentvolumeclaim }} is {{ $value | humanizePercentage }} full.",
      zh: "卷 {{ $labels.persistentvolumeclaim }} 已使用 {{ $value | humanizePercentage }}。",
    },
    dashboard: "node",
  },
  {
    name: "CertificateEnds",
    severity: "page",
    expr: "min by (job) (citadel_server_root_cert_expiry_seconds or dapr_sentry_issuercert_expiry_timestamp - time()) < 14 * 86400",
    summary: {
      en: "A root certificate ({{ $labels.job }}) ends in {{ $value | humanizeDuration }}: after that no pod can call another.",
      zh: "根证书（{{ $labels.job }}）将在 {{ $value | humanizeDuration }} 后过期，之后 Pod 之间无法通信。",
    },
    dashboard: "mesh",
  },
  {
    name: "BackupMissing",
    severity: "ticket",
    expr: 'time() - max by (cronjob) (kube_cronjob_status_last_successful_time{cronjob=~".*backup.*"}) > 26 * 3600',
    summary: {
      en: "{{ $labels.cronjob }} last succeeded {{ $value | humanizeDuration }} ago.",
      zh: "{{ $labels.cronjob }} 上次成功是在 {{ $value | humanizeDuration }} 前。",
    },
    dashboard: "stores",
  },
  {
    name: "ArchiveFails",
    severity: "ticket",
    expr: 'max by (job_name) (kube_job_failed{job_name=~"tiers-archive-.*",condition="true"}) == 1',
    summary: {
      en: "{{ $labels.job_name }} did not move every day of metrics, logs and traces to where it is kept.",
      zh: "归档任务 {{ $labels.job_name }} 未能完成指标、日志和链路的归档。",
    },
    dashboard: "node",
  },
  {
    // The Job that a new version waits for has no number: it stops that one, where people look.
    name: "CleanUpFails",
    severity: "ticket",
    expr: 'max by (job_name) (kube_job_failed{namespace="shop",job_name=~".+-migration-[0-9]+",condition="true"}) == 1',
    summary: {
      en: "{{ $labels.job_name }} could not drop what is kept no longer: its tables grow.",
      zh: "清理任务 {{ $labels.job_name }} 失败，过期数据未被删除，数据表将持续增长。",
    },
    dashboard: "stores",
  },
  {
    name: "TargetDown",
    severity: "ticket",
    expr: "count by (job) (up == 0) > 0",
    for: "2m",
    summary: {
      en: "{{ $value }} targets of {{ $labels.job }} cannot be scraped: what they do is not seen.",
      zh: "{{ $labels.job }} 有 {{ $value }} 个采集目标不可用。",
    },
    dashboard: "node",
  },
  {
    name: "DeadMansSwitch",
    severity: "none",
    expr: "vector(1)",
    summary: {
      en: "Alerting works. When this message stops coming, it does not.",
      zh: "告警系统正常。若此消息停止，说明告警系统故障。",
    },
    dashboard: "node",
  },
];
