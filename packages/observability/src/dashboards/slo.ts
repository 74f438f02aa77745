import { objectives } from "../alerts/slo.ts";
import type { Dashboard, Panel } from "./dashboard.ts";

const objectivePanels: Panel[] = objectives.flatMap(({ step, target, what }) => [
  {
    title: `${what.en}: share that failed`,
    unit: "percent",
    description: `Promised: less than ${Number(((1 - target) * 100).toPrecision(3))} % in 30 days.`,
    queries: ["5m", "1h", "6h"].map((window) => ({
      expr: `100 * slo:bad_ratio:rate${window}{step="${step}"}`,
      legend: window,
    })),
  },
]);

/** What shoppers are promised, and how much of it is used up. */
export const slo: Dashboard = {
  name: "slo",
  title: "Promises to shoppers",
  rows: [
    { title: "Objectives", panels: objectivePanels },
    {
      title: "Alerts",
      panels: [
        {
          title: "Alerts that fire",
          unit: "count",
          width: 12,
          queries: [{ expr: 'sum by (alertname) (ALERTS{alertstate="firing"})', legend: "{{alertname}}" }],
        },
      ],
    },
  ],
};
