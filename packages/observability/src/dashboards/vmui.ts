import { type Dashboard, defaultWindow, type Unit } from "./dashboard.ts";

const units: Readonly<Record<Unit, string>> = {
  "requests/s": "req/s",
  "per second": "/s",
  "per mille": "‰",
  seconds: "s",
  percent: "%",
  bytes: "B",
  cores: "cores",
  count: "",
  euro: "€",
};

/**
 * The dashboard as VictoriaMetrics' own page reads it: lines only, and no variables.
 *
 * @see https://docs.victoriametrics.com/victoriametrics/#vmui, "custom dashboards"
 */
export const vmuiDashboard = ({ title, rows }: Dashboard): object => ({
  title,
  rows: rows.map((row) => ({
    title: row.title,
    panels: row.panels.map((panel) => ({
      title: panel.title,
      ...(panel.description && { description: panel.description }),
      unit: units[panel.unit],
      expr: panel.queries.map(({ expr }) => expr.replaceAll("$__rate_interval", defaultWindow)),
      alias: panel.queries.map(({ legend }) => legend),
      showLegend: true,
      width: panel.width ?? 6,
    })),
  })),
});
