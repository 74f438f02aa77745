import type { Fragment, Moments } from "@caravan/pages";
import { html } from "hono/html";
import type { History } from "../domain/history.ts";
import { errorChart, latencyChart } from "./request-charts.ts";
import { shareChart } from "./share-chart.ts";
import { stageOf } from "./stage.ts";
import { boundChart, evidenceChart } from "./test-charts.ts";

/** Everything that is drawn of a release. */
export const charts = (history: History, moments: Moments): Fragment => {
  const stage = stageOf(history, moments);
  return html`<div class="charts">
${shareChart(history, stage)}
${evidenceChart(history, stage)}
${boundChart(history, stage)}
${errorChart(history, stage)}
${latencyChart(history, stage)}
</div>`;
};
