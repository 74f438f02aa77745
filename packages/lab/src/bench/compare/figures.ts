import type { HopRun } from "../hop/run-hop.ts";
import type { LoadResult } from "../load/closed-loop.ts";
import type { OrdersRun } from "../orders/run-orders.ts";
import type { PageRun } from "../pages/run-pages.ts";
import { type CpuUse, cpuOf } from "../processes/cpu.ts";
import type { SagaRun } from "../saga/run-saga.ts";
import { perSecond } from "../show.ts";

/** One number of a benchmark that a later one is held against. */
export interface Figure {
  /** The same text names the same figure. */
  readonly what: string;
  readonly value: number;
  readonly better: "more" | "less";
}

const rate = (what: string, value: number): Figure => ({
  what: `${what}, per second`,
  value,
  better: "more",
});
const cost = (what: string, value: number): Figure => ({ what, value, better: "less" });
const failed = (what: string, { failures }: LoadResult): Figure =>
  cost(
    `${what}, failed`,
    Object.values(failures).reduce((sum, times) => sum + times, 0),
  );

/** CPU per unit of work: of the apps, whose code differs, and of the whole system. */
const costs = (what: string, cpu: CpuUse, units: number): Figure[] =>
  units === 0
    ? []
    : [
        cost(`${what}, CPU ms of the apps`, cpuOf(cpu, "apps") / units),
        cost(`${what}, CPU ms of all`, cpuOf(cpu) / units),
      ];

const loadFigures = (what: string, load: LoadResult, cpu: CpuUse): Figure[] => [
  rate(what, perSecond(load)),
  cost(`${what}, p50 ms`, load.latencies.percentile(50)),
  cost(`${what}, p99 ms`, load.latencies.percentile(99)),
  ...costs(what, cpu, load.succeeded),
  failed(what, load),
];

export const ordersFigures = (runs: readonly OrdersRun[]): Figure[] =>
  runs.flatMap(({ connections, load, cpu }) => loadFigures(`order placed ×${connections}`, load, cpu));

export const pagesFigures = (runs: readonly PageRun[]): Figure[] =>
  runs.flatMap(({ what, connections, load, cpu }) => loadFigures(`${what} ×${connections}`, load, cpu));

export const sagaFigures = (runs: readonly SagaRun[]): Figure[] =>
  runs.flatMap(({ connections, load, confirmations: { confirmed, seconds, sincePlaced }, cpu }) => {
    const what = `order confirmed ×${connections}`;
    return [
      rate(what, confirmed === 0 ? 0 : confirmed / seconds),
      cost(`${what}, p50 ms`, sincePlaced.percentile(50)),
      cost(`${what}, p99 ms`, sincePlaced.percentile(99)),
      ...costs(what, cpu, confirmed),
      failed(what, load),
    ];
  });

/** How fast the machine was meanwhile: no code of an app is in these calls. */
export const hopFigures = (runs: readonly HopRun[]): Figure[] =>
  runs
    .filter(({ way }) => /pod to pod|ingress/.test(way))
    .map(({ way, connections, load }) => rate(`hop: ${way} ×${connections}`, perSecond(load)));
