/** Three weights over 1000: what a release asked for, what routes read back, what was counted. */
export interface Weights {
  readonly planned: number | null;
  readonly applied: number | null;
  readonly observed: number | null;
}

/** What the new version gets, and whether versions changed places: v2 is then the one before. */
export interface Standing {
  readonly share: Weights;
  readonly swapped: boolean;
}

export const atFirst: Standing = { share: { planned: 0, applied: null, observed: null }, swapped: false };

const all: Weights = { planned: 1000, applied: 1000, observed: null };

const each = (
  one: Weights,
  other: Weights,
  pick: (one: number | null, other: number | null) => number | null,
): Weights => ({
  planned: pick(one.planned, other.planned),
  applied: pick(one.applied, other.applied),
  observed: pick(one.observed, other.observed),
});

/** The larger of two figures, of which either may be unknown. */
export const most = (one: number | null, other: number | null): number | null =>
  one === null ? other : other === null ? one : Math.max(one, other);

const rest = (before: number | null, weight: number | null) =>
  weight === null ? null : Math.min(before ?? 1000, 1000 - weight);

/**
 * Of all requests, what the new version gets. Weights are v2's, and v2 is the new version only until it is promoted: then v1 becomes the new one
 * behind it, takes everything back, and v2 is the version before.
 *
 * @param phase where the release is, or was when it was held
 */
export const standingAfter = (before: Standing, phase: string, weights: Weights): Standing => {
  if (phase === "soaking" || phase === "contracting" || phase === "finished")
    return { share: all, swapped: true };
  if (phase === "frozen") return before;
  if (phase === "promoting") return { ...before, share: each(before.share, weights, most) };
  if (before.swapped) return { ...before, share: each(before.share, weights, rest) };
  return { ...before, share: weights };
};
