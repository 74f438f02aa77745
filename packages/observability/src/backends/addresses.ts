/** Where each part of what watches the shop answers. */
export interface Addresses {
  readonly metrics: string;
  readonly alerts: string;
  readonly logs: string;
  readonly traces: string;
}

/** The namespace of all parts. */
export const namespace = "observability";

/** Kubernetes Service and port of each part. */
export const services = {
  metrics: ["victoria-metrics", 8428],
  alerts: ["alertmanager", 9093],
  logs: ["victoria-logs", 9428],
  traces: ["jaeger-query", 16686],
} as const satisfies Record<keyof Addresses, readonly [string, number]>;

/** The pages that people open, by what they show. */
export const pages = ({ metrics, alerts, logs, traces }: Addresses): Readonly<Record<string, string>> => ({
  metrics: `${metrics}/vmui/`,
  dashboards: `${metrics}/vmui/#/dashboards`,
  alerts: `${alerts}/`,
  logs: `${logs}/select/vmui/`,
  traces: `${traces}/`,
});
