/** How soon a person has to act: at once, during working hours, or not at all (the dead man's switch). */
export type Severity = "page" | "ticket" | "none";

/** What a group chat is told, in both languages. `{{ }}` is Prometheus' templating: `$labels`, `$value`. */
export interface Words {
  readonly en: string;
  readonly zh: string;
}

/** An alert before it becomes a rule of Prometheus. */
export interface Alert {
  readonly name: string;
  readonly severity: Severity;
  /** PromQL; fires for each series it gives. */
  readonly expr: string;
  /** How long it must hold, such as `1m`. */
  readonly for?: string;
  /** How long it goes on firing after it held last, such as `1m`. */
  readonly keepFiringFor?: string;
  readonly summary: Words;
  /** Name of the dashboard that shows the cause. */
  readonly dashboard: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** A recorded series. */
export interface Recording {
  readonly record: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** A file of rules, as Prometheus and vmalert read it. */
export interface RuleFile {
  readonly groups: readonly {
    readonly name: string;
    readonly interval?: string;
    readonly rules: readonly object[];
  }[];
}

/** Name of the alert's page in `docs/runbooks`. */
export const runbookOf = (name: string): string =>
  name.replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();

/** The alert as a rule. */
export const alertRule = (alert: Alert): object => ({
  alert: alert.name,
  expr: alert.expr,
  ...(alert.for && { for: alert.for }),
  ...(alert.keepFiringFor && { keep_firing_for: alert.keepFiringFor }),
  labels: { severity: alert.severity, ...alert.labels },
  annotations: {
    summary: alert.summary.en,
    summary_zh: alert.summary.zh,
    dashboard: alert.dashboard,
    runbook: runbookOf(alert.name),
  },
});
