import { objectives } from "../slo.ts";
import type { Case, Fired, Series } from "./case.ts";

/** Length of the look back, in minutes: a little more than the longest window, which is three days. */
const minutes = 3 * 24 * 60 + 60;

/** Events of each minute. */
const events = 10_000;

/** So many of each minute's events failed, but for the last `healthy` minutes. */
const counters = (failed: number, healthy: number) => {
  const ill = minutes - healthy;
  const good = (events - failed) * ill + events;
  return {
    good: `0+${events - failed}x${ill} ${good}+${events}x${healthy}`,
    bad: `0+${failed}x${ill} ${failed * ill}x${healthy}`,
  };
};

const http = (labels: string) => (failed: number, healthy: number) => {
  const { good, bad } = counters(failed, healthy);
  const series = (status: string) =>
    `http_server_request_duration_seconds_count{${labels},http_response_status_code="${status}"}`;
  return { [series("200")]: good, [series("500")]: bad };
};

/** The series of each step of a shopper's way. */
const journey: Readonly<Record<string, (failed: number, healthy: number) => Series>> = {
  browse: http('app="storefront",http_request_method="GET"'),
  order: http('app="order",http_request_method="POST",http_route="/v1/orders"'),
  pay: http('app="order",http_request_method="POST",http_route="/v1/orders/:orderId/payment"'),
  deliver: (failed, healthy) => ({
    'caravan_shipments_total{app="logistics",status="preparing"}': `0+${events}x${minutes}`,
    'caravan_shipments_stopped_total{app="logistics",why="no-news"}': counters(failed, healthy).bad,
  }),
};

/** Fractions of the budget burnt: how many times faster than promised, and for which windows that is too fast. */
const paces = [
  { pace: 0.5, fast: [], slow: [] },
  { pace: 2, fast: [], slow: ["3d"] },
  { pace: 10, fast: ["6h"], slow: ["3d"] },
  { pace: 20, fast: ["1h", "6h"], slow: ["3d"] },
] as const;

const percent = (share: number) => Number((share * 100).toPrecision(4));

/** Objectives: how fast each budget burns, and that an alert ends soon after the fault. */
export const slo: readonly Case[] = objectives.flatMap(({ step, target, what }) => {
  const budget = 1 - target;
  const promised = `${percent(budget)} %`;
  const fired =
    (share: number) =>
    (window: string): Fired => ({
      labels: { step, window },
      en: `${what.en}: ${percent(share)}% fail, measured over ${window} (promised: less than ${promised}).`,
      zh: `${what.zh}：${window} 内失败率 ${percent(share)}%（目标低于 ${promised}）。`,
    });
  const series = (share: number, healthy = 0) => journey[step]?.(Math.round(share * events), healthy) ?? {};
  const common = { about: { step }, at: `${minutes}m`, every: "1m", evaluated: `${minutes}m` };
  const over: Case = {
    ...common,
    alert: "ErrorBudgetBurnsFast",
    given: `${step}: everything was as promised for half an hour, after a fault`,
    series: series(40 * budget, 31),
    fires: [],
  };
  const burning = paces.flatMap(({ pace, fast, slow }) => {
    const share = pace * budget;
    const given = `${step}: the budget burns ${pace} times as fast as promised`;
    const look = { ...common, given, series: series(share) };
    return [
      { ...look, alert: "ErrorBudgetBurnsFast", fires: fast.map(fired(share)) },
      { ...look, alert: "ErrorBudgetBurns", fires: slow.map(fired(share)) },
    ];
  });
  return [...burning, over];
});
