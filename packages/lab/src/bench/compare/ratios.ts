import type { Figure } from "./figures.ts";

/** A is the other revision, B this checkout. */
export type Side = "A" | "B";

/** What one side gave in one turn. */
export interface Round {
  readonly side: Side;
  readonly figures: readonly Figure[];
}

/** How a figure of B stands to that of A. */
export type Reading = "better" | "worse" | "noise" | "noise not known" | "no figure";

/** One figure over all rounds. */
export interface Compared {
  readonly what: string;
  /** In the order of the rounds; NaN where a round has none. */
  readonly values: readonly number[];
  /** The mean of B's by the mean of A's. */
  readonly ratio: number;
  /** The largest difference of a side from itself, as a share: what is not above it says nothing. */
  readonly spread: number;
  readonly reading: Reading;
}

/** The sides in turn: A B A B. The last is B, so what was there before is there again. */
export const turns = (each: number): Side[] => Array.from({ length: each }, () => ["A", "B"] as const).flat();

/** Of ratios, not of differences: twice as fast and half as fast cancel each other out. */
const mean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);

/** Not a number for a single value. */
const spreadOf = (values: readonly number[]): number =>
  values.length < 2 ? Number.NaN : Math.max(...values) / Math.min(...values) - 1;

/** Reads a ratio beside the spread that either side has against itself. */
export const readRatio = (ratio: number, spread: number, better: Figure["better"]): Reading => {
  if (!Number.isFinite(ratio) || ratio <= 0) return "no figure";
  if (!Number.isFinite(spread)) return "noise not known";
  if (Math.max(ratio, 1 / ratio) - 1 <= spread) return "noise";
  return ratio > 1 === (better === "more") ? "better" : "worse";
};

/** Holds B's figures against A's, each beside what a side differs from itself. */
export const compareRounds = (rounds: readonly Round[]): Compared[] => {
  const named = new Map(rounds.flatMap(({ figures }) => figures.map((figure) => [figure.what, figure])));
  return [...named.values()].map(({ what, better }) => {
    const valueIn = ({ figures }: Round) =>
      figures.find((figure) => figure.what === what)?.value ?? Number.NaN;
    const of = (side: Side) => rounds.filter((round) => round.side === side).map(valueIn);
    const [a, b] = [of("A"), of("B")];
    const ratio = mean(b) / mean(a);
    const spread = Math.max(spreadOf(a), spreadOf(b));
    return { what, values: rounds.map(valueIn), ratio, spread, reading: readRatio(ratio, spread, better) };
  });
};
