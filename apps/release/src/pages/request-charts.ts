import type { Fragment } from "@caravan/pages";
import { errorRate, quantile } from "../domain/buckets.ts";
import type { History } from "../domain/history.ts";
import { coarser, type Window } from "../domain/windows.ts";
import { chart, type Point } from "./chart.ts";
import { milliseconds, rate, said } from "./figures.ts";
import { type Stage, shared, valuesOf } from "./stage.ts";
import { table } from "./table.ts";

const middle = ({ from, to }: Window): number => (from + to) / 2;
const along = (windows: readonly Window[], value: (window: Window) => number | null): Point[] =>
  windows.map((window) => ({ at: middle(window), value: value(window) }));

/** The share of requests that failed, of both versions in the same windows. */
export const errorChart = ({ windows: all }: History, stage: Stage): Fragment => {
  const windows = coarser(all);
  const during = (version: "stable" | "canary"): Point[] => [
    ...windows.map((window) => ({ at: window.from, value: errorRate(window[version]) })),
    ...windows.slice(-1).map((window) => ({ at: window.to, value: errorRate(window[version]) })),
  ];
  const [stable, canary] = [during("stable"), during("canary")];
  const most = Math.max(0.01, ...valuesOf(stable, canary));
  const requests = windows.reduce((sum, { canary }) => sum + canary.requests, 0);
  const bad = windows.reduce((sum, { canary }) => sum + canary.errors, 0);
  return chart({
    ...shared(stage),
    id: "errors",
    title: "Failed requests",
    summary: `the new version failed ${bad} of ${requests} requests, at most ${rate(Math.max(0, ...valuesOf(canary)))} in a window; the version before at most ${rate(Math.max(0, ...valuesOf(stable)))}.`,
    scale: "linear",
    domain: [0, Math.min(1, most * 1.1)],
    lines: [
      { name: "version before", look: "stable", points: stable, stays: true },
      { name: "new version", look: "canary", points: canary, stays: true },
    ],
    show: rate,
    table: table(["Time", "Before: failed", "New: failed"], windows, (window) => [
      stage.moments.hour(window.from),
      `${window.stable.errors} of ${window.stable.requests}`,
      `${window.canary.errors} of ${window.canary.requests}`,
    ]),
  });
};

/** How long requests took, of both versions. */
export const latencyChart = ({ windows: all }: History, stage: Stage): Fragment => {
  const windows = coarser(all);
  const of = (version: "stable" | "canary", share: number) =>
    along(windows, (window) => quantile(share, window[version]));
  const [stable50, stable99] = [of("stable", 0.5), of("stable", 0.99)];
  const [canary50, canary99] = [of("canary", 0.5), of("canary", 0.99)];
  const values = valuesOf(stable50, stable99, canary50, canary99).filter((value) => value > 0);
  const last = (points: readonly Point[]) => said(points.at(-1)?.value, milliseconds);
  return chart({
    ...shared(stage),
    id: "latency",
    title: "Duration of requests",
    summary: `half of the new version's within ${last(canary50)}, 99 of 100 within ${last(canary99)} at last; of the version before ${last(stable50)} and ${last(stable99)}.`,
    scale: "log",
    domain: [Math.min(10, ...values) * 0.8, Math.max(100, ...values) * 1.2],
    lines: [
      { name: "before, p99", look: "stable", points: stable99 },
      { name: "new, p99", look: "canary", points: canary99 },
      { name: "before, p50", look: "stable thin", points: stable50 },
      { name: "new, p50", look: "canary thin", points: canary50 },
    ],
    show: milliseconds,
    table: table(["Time", "Before: p50, p99", "New: p50, p99"], windows, (window, index) => [
      stage.moments.hour(window.from),
      `${said(stable50[index]?.value, milliseconds)}, ${said(stable99[index]?.value, milliseconds)}`,
      `${said(canary50[index]?.value, milliseconds)}, ${said(canary99[index]?.value, milliseconds)}`,
    ]),
  });
};
