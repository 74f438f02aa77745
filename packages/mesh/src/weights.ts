/** Weights are integers over this sum: 100 of it are 10 %. */
export const weightTotal = 1000;

/** A version's weight on one route; null when the route names no version, so that all pods of both get the same. */
export type Share = number | null;

/** v2's share of a route that leads to these. */
export const shareOf = (
  parts: readonly { readonly version: string | undefined; readonly weight: number }[],
): Share => {
  if (parts.some(({ version }) => version !== "v1" && version !== "v2")) return null;
  const sum = (some: typeof parts) => some.reduce((total, { weight }) => total + weight, 0);
  const v2 = parts.filter(({ version }) => version === "v2");
  // One destination alone gets everything, whatever its weight.
  if (parts.length === 1) return v2.length * weightTotal;
  return Math.round((weightTotal * sum(v2)) / Math.max(1, sum(parts)));
};

/** Each share once, in ascending order: one when all routes agree. */
export const distinct = (shares: readonly Share[]): Share[] =>
  [...new Set(shares)].sort((a, b) => (a ?? -1) - (b ?? -1));

/**
 * Reads a percentage (`10`, `12.5`, `0.1%`) into a weight over `weightTotal`.
 *
 * @throws RangeError when it is not a number from 0 to 100 with at most one decimal
 */
export const parseWeight = (percent: string): number => {
  const match = /^(\d{1,3})(?:\.(\d))?%?$/.exec(percent.trim());
  const weight = match ? Number(match[1]) * 10 + Number(match[2] ?? 0) : Number.NaN;
  if (!(weight >= 0 && weight <= weightTotal)) {
    throw new RangeError(
      `A weight is a percentage from 0 to 100 with at most one decimal, not "${percent}".`,
    );
  }
  return weight;
};

/** A weight as a percentage, e.g. `12.5 %`. */
export const showWeight = (weight: number): string => `${(weight / 10).toFixed(weight % 10 === 0 ? 0 : 1)} %`;

/** The shares of several routes: `10 %`, or `0 % or 10 %` when they differ. */
export const showShares = (shares: readonly Share[]): string =>
  distinct(shares)
    .map((share) => (share === null ? "a share by its number of pods" : showWeight(share)))
    .join(" or ");
