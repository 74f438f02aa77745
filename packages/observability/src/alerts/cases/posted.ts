import { allAlerts } from "../index.ts";
import { type Alert, runbookOf } from "../rule.ts";
import type { Case } from "./case.ts";

/** An alert as Prometheus tells Alertmanager of it. */
export interface Posted {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Whether the labels have these ones among them. */
export const within = (part: Alert["labels"] = {}, whole: Alert["labels"] = {}): boolean =>
  Object.entries(part).every(([name, value]) => whole[name] === value);

/** What fires in a case. @throws Error for an alert that is not defined */
export const postedOf = ({ alert: name, fires }: Case): readonly Posted[] =>
  fires.map(({ labels, en, zh }) => {
    // Alerts of one name differ in their labels.
    const alert = allAlerts.find((one) => one.name === name && within(one.labels, labels));
    if (alert === undefined) throw new Error(`no alert ${name} has labels of ${JSON.stringify(labels)}`);
    return {
      labels: { alertname: name, severity: alert.severity, ...labels },
      annotations: {
        summary: en,
        summary_zh: zh,
        dashboard: alert.dashboard,
        runbook: runbookOf(name),
      },
    };
  });
