import type { Cell } from "./cells.ts";
import { type CellReport, type Rule, rules } from "./measure.ts";

/** A cell in which a rule does better than ours, and what it does to good canaries of the same service. */
export interface HurtMore {
  readonly cell: Cell;
  readonly ours: number;
  readonly rule: Rule;
  readonly theirs: number;
  /** Of good canaries, how many that rule rolls back; null when that cell was not measured. */
  readonly falseRollbacks: number | null;
}

/** What the simulation is to show, and what it shows. */
export interface Aims {
  /** The cell with the most good canaries rolled back. */
  readonly falseRollback: { readonly cell: Cell; readonly share: number } | null;
  /** The cell with the most bad canaries promoted to everything. */
  readonly missed: { readonly cell: Cell; readonly share: number } | null;
  readonly hurtMore: readonly HurtMore[];
}

const worst = (
  reports: readonly CellReport[],
  canary: Cell["canary"],
  what: "promoted" | "rolledBack",
): { cell: Cell; share: number } | null => {
  const shares = reports
    .filter(({ cell }) => cell.canary === canary)
    .map(({ cell, figures }) => ({ cell, share: figures.caravan[what] }));
  return shares.toSorted((one, other) => other.share - one.share)[0] ?? null;
};

/** Differences below it are chance, or nothing that a customer would notice. */
const noticeable = 0.05;

export const aimsOf = (reports: readonly CellReport[]): Aims => {
  const worse = reports.filter(({ cell }) => cell.canary !== "good");
  const goodLike = ({ rate, baseline, happening }: Cell) =>
    reports.find(
      ({ cell }) =>
        cell.canary === "good" &&
        cell.rate === rate &&
        cell.baseline === baseline &&
        cell.happening === happening,
    );
  const hurtMore = worse.flatMap(({ cell, figures }) =>
    rules
      .filter((rule) => figures.caravan.hurt > figures[rule].hurt * (1 + noticeable))
      .map((rule) => ({
        cell,
        ours: figures.caravan.hurt,
        rule,
        theirs: figures[rule].hurt,
        falseRollbacks: goodLike(cell)?.figures[rule].rolledBack ?? null,
      })),
  );
  return {
    falseRollback: worst(reports, "good", "rolledBack"),
    missed: worst(reports, "bad", "promoted"),
    hurtMore,
  };
};
