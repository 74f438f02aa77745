import { planFor, runCaravan } from "./caravan.ts";
import { type Cell, cells } from "./cells.ts";
import { runArgo, runFlagger } from "./others.ts";
import type { Outcome } from "./outcome.ts";
import { seeded, seedOf } from "./random.ts";
import { type Service, serve } from "./service.ts";

/** What one rule made of the releases of a cell. */
export interface Figures {
  readonly promoted: number;
  readonly rolledBack: number;
  readonly held: number;
  /** Median and 95th percentile, to the decision. */
  readonly minutes: { readonly p50: number; readonly p95: number };
  /** Of the canary, to the decision: median. */
  readonly requests: number;
  /** Mean. */
  readonly hurt: number;
}

export const rules = ["caravan", "flagger", "argo"] as const;
export type Rule = (typeof rules)[number];

export interface CellReport {
  readonly cell: Cell;
  readonly runs: number;
  readonly figures: Readonly<Record<Rule, Figures>>;
}

const run: Readonly<Record<Rule, (service: Service, cell: Cell) => Outcome>> = {
  caravan: (service, { rate }) => runCaravan(service, planFor(rate)),
  flagger: (service) => runFlagger(service),
  argo: (service) => runArgo(service),
};

const figuresOf = (outcomes: readonly Outcome[]): Figures => {
  const sorted = (values: readonly number[]) => values.toSorted((a, b) => a - b);
  const at = (values: readonly number[], share: number) =>
    values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
  const ended = (end: Outcome["end"]) => outcomes.filter((outcome) => outcome.end === end).length;
  const minutes = sorted(outcomes.map((outcome) => outcome.minutes));
  return {
    promoted: ended("promoted") / outcomes.length,
    rolledBack: ended("rolled back") / outcomes.length,
    held: ended("held") / outcomes.length,
    minutes: { p50: at(minutes, 0.5), p95: at(minutes, 0.95) },
    requests: at(sorted(outcomes.map(({ requests }) => requests)), 0.5),
    hurt: outcomes.reduce((sum, { hurt }) => sum + hurt, 0) / outcomes.length,
  };
};

/** Many releases of one cell under each rule; the same for the same seed. */
export const measureCell = (cell: Cell, runs: number, seed: number): CellReport => {
  const number = cells.indexOf(cell);
  const figures = (rule: Rule): Figures =>
    figuresOf(
      Array.from({ length: runs }, (_, index) =>
        run[rule](serve(cell, seeded(seedOf(seed, number, rules.indexOf(rule), index))), cell),
      ),
    );
  return {
    cell,
    runs,
    figures: { caravan: figures("caravan"), flagger: figures("flagger"), argo: figures("argo") },
  };
};
