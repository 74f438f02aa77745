import { join } from "node:path";
import { promQlFault } from "@caravan/promql";
import { checkout } from "@caravan/toolchain";
import { describe, expect, it } from "vitest";
import { allAlerts } from "../alerts/index.ts";
import { grafanaDashboard } from "./grafana.ts";
import { dashboards } from "./index.ts";
import { vmuiDashboard } from "./vmui.ts";

const folder = join(checkout, "charts/observability/dashboards");
const text = (value: object) => `${JSON.stringify(value, null, 1)}\n`;

describe.each(dashboards.map((dashboard, index) => [dashboard.name, dashboard, index] as const))(
  "the dashboard %s",
  (name, dashboard, index) => {
    it("stands in the chart for Grafana (`vitest --update` writes it)", () =>
      expect(text(grafanaDashboard(dashboard))).toMatchFileSnapshot(join(folder, `grafana/${name}.json`)));

    it("stands in the chart for the embedded cluster, in the order in which dashboards are offered", () =>
      expect(text(vmuiDashboard(dashboard))).toMatchFileSnapshot(
        join(folder, `vmui/${String(index).padStart(2, "0")}-${name}.json`),
      ));

    it("asks in PromQL that Prometheus understands", () => {
      const queries = dashboard.rows.flatMap(({ panels }) => panels.flatMap((panel) => panel.queries));
      const broken = queries.filter(
        ({ expr }) => promQlFault(expr.replaceAll("$__rate_interval", "2m")) !== undefined,
      );
      expect(broken).toEqual([]);
    });
  },
);

it("every alert leads to a dashboard that exists", () => {
  const names = new Set(dashboards.map(({ name }) => name));
  expect(allAlerts.filter(({ dashboard }) => !names.has(dashboard)).map(({ name }) => name)).toEqual([]);
});

it("alerts ask in PromQL that Prometheus understands", () => {
  expect(allAlerts.filter(({ expr }) => promQlFault(expr) !== undefined).map(({ name }) => name)).toEqual([]);
});
