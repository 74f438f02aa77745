/** Where each part of what watches the shop answers. */
export interface Addresses {
  readonly metrics: string;
  readonly alerts: string;
  readonly logs: string;
  readonly traces: string;
  /** Traces of months ago (`tiers.warm` of charts/observability). */
  readonly warmTraces?: string | undefined;
}

/** The namespace of all parts. */
export const namespace = "observability";

const hotStores = ["victoria-metrics", "victoria-logs", "jaeger"];

/** Claims of volumes in that namespace: of the hot stores, the warm ones and the archive. */
export const claims: readonly string[] = [
  ...hotStores,
  ...hotStores.map((name) => `${name}-warm`),
  "tiers-archive",
];

/** Kubernetes Service and port of each part. */
export const services = {
  metrics: ["victoria-metrics", 8428],
  alerts: ["alertmanager", 9093],
  logs: ["victoria-logs", 9428],
  traces: ["jaeger-query", 16686],
  warmTraces: ["jaeger-warm-query", 16686],
} as const satisfies Record<keyof Addresses, readonly [string, number]>;

/** The pages that people open, by what they show. */
export const pages = ({ metrics, alerts, logs, traces }: Addresses): Readonly<Record<string, string>> => ({
  metrics: `${metrics}/vmui/`,
  dashboards: `${metrics}/vmui/#/dashboards`,
  alerts: `${alerts}/`,
  logs: `${logs}/select/vmui/`,
  traces: `${traces}/`,
});
