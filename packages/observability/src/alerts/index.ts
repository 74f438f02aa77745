import { causes } from "./causes.ts";
import { type Alert, alertRule, type RuleFile } from "./rule.ts";
import { sloAlerts, sloRules } from "./slo.ts";
import { warmRules } from "./warm.ts";

/** Time between two evaluations of alerts that name a cause; the objectives look at hours and keep the evaluator's own. */
const interval = "5s";

/** Every file of rules, by name. `charts/observability/rules` is written from these. */
export const ruleFiles: Readonly<Record<string, RuleFile>> = {
  slo: sloRules,
  warm: warmRules,
  ...Object.fromEntries(
    Object.entries(causes).map(([name, alerts]) => [
      name,
      {
        groups: [{ name, interval, rules: alerts.map(alertRule) }],
      },
    ]),
  ),
};

/** Every alert there is. */
export const allAlerts: readonly Alert[] = [...sloAlerts, ...Object.values(causes).flat()];
