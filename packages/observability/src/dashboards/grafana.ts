import * as grafana from "@grafana/grafana-foundation-sdk/dashboard";
import * as prometheus from "@grafana/grafana-foundation-sdk/prometheus";
import * as timeseries from "@grafana/grafana-foundation-sdk/timeseries";
import type { Dashboard, Panel, Unit } from "./dashboard.ts";

/** @see Grafana's list of unit ids, packages/grafana-data/src/valueFormats/categories.ts */
const units: Readonly<Record<Unit, string>> = {
  "requests/s": "reqps",
  "per second": "ops",
  "per mille": "none",
  seconds: "s",
  percent: "percent",
  bytes: "bytes",
  cores: "none",
  count: "short",
  euro: "currencyEUR",
};

/** Grafana's grid has 24 columns, ours 12. */
const gridFactor = 2;
const panelHeight = 8;

/** The data source is a variable, so that the same file works wherever Prometheus is. */
const source = { type: "prometheus", uid: "$datasource" } as const;

/** The one metric whose buckets name a trace. */
const withExemplars = "http_server_request_duration_seconds_bucket";

const panelBuilder = (panel: Panel): timeseries.PanelBuilder => {
  const builder = new timeseries.PanelBuilder()
    .title(panel.title)
    .description(panel.description ?? "")
    .unit(units[panel.unit])
    .datasource(source)
    .height(panelHeight)
    .span((panel.width ?? 6) * gridFactor)
    .min(0);
  for (const { expr, legend } of panel.queries) {
    builder.withTarget(
      new prometheus.DataqueryBuilder()
        .expr(expr)
        .legendFormat(legend)
        .datasource(source)
        .exemplar(expr.includes(withExemplars)),
    );
  }
  return builder;
};

/** The dashboard as Grafana reads it, from a file or from a ConfigMap with the label `grafana_dashboard`. */
export const grafanaDashboard = ({ name, title, rows, from = "now-1h" }: Dashboard): object => {
  const builder = new grafana.DashboardBuilder(`Caravan: ${title}`)
    .uid(`caravan-${name}`)
    .tags(["caravan"])
    .refresh("30s")
    .time({ from, to: "now" })
    .tooltip(grafana.DashboardCursorSync.Crosshair)
    .withVariable(
      new grafana.DatasourceVariableBuilder("datasource").label("Data source").type("prometheus"),
    );
  for (const row of rows) {
    builder.withRow(new grafana.RowBuilder(row.title));
    for (const panel of row.panels) builder.withPanel(panelBuilder(panel));
  }
  return builder.build();
};
