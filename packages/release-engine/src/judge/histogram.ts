import * as v from "valibot";
import type { Counts } from "./look.ts";

/** Requests by duration: bucket i holds what took at most `bounds[i]` milliseconds and more than the one before; the last is open. */
export const Histogram = v.object({ bounds: v.array(v.number()), requests: v.array(v.number()) });
export type Histogram = v.InferOutput<typeof Histogram>;

export const empty: Histogram = { bounds: [], requests: [] };

export const total = ({ requests }: Histogram): number => requests.reduce((sum, count) => sum + count, 0);

const fits = (bounds: readonly number[], durations: Counts["durations"]): boolean =>
  bounds.length > 0 &&
  bounds.length === durations.length - 1 &&
  bounds.every((bound, index) => durations[index]?.upToMilliseconds === bound);

/** With other bounds than before it begins anew. */
export const added = (histogram: Histogram, durations: Counts["durations"]): Histogram => {
  if (durations.length === 0) return histogram;
  if (fits(histogram.bounds, durations)) {
    const requests = histogram.requests.map((count, index) => count + (durations[index]?.requests ?? 0));
    return { bounds: histogram.bounds, requests };
  }
  const bounds = durations.flatMap(({ upToMilliseconds }) => upToMilliseconds ?? []);
  const requests = durations.map((bucket) => bucket.requests);
  // Without an open bucket there is none above the last bound.
  return { bounds, requests: bounds.length === requests.length ? [...requests, 0] : requests };
};

/** How many took longer than the bound, and how many were measured; null when the bound is not one of theirs. */
export const slowerThan = (
  durations: Counts["durations"],
  bound: number,
): { requests: number; bad: number } | null => {
  let requests = 0;
  let upTo = 0;
  let found = false;
  for (const bucket of durations) {
    requests += bucket.requests;
    if (bucket.upToMilliseconds !== null && bucket.upToMilliseconds <= bound) upTo += bucket.requests;
    found ||= bucket.upToMilliseconds === bound;
  }
  return found ? { requests, bad: requests - upTo } : null;
};

/** The share that takes longer than `milliseconds`; within a bucket durations are taken to spread evenly by their logarithm. */
export const shareAbove = (histogram: Histogram, milliseconds: number): number => {
  const all = total(histogram);
  let above = all;
  let from = 0;
  for (let bucket = 0; bucket < histogram.bounds.length; bucket++) {
    const to = histogram.bounds[bucket] ?? 0;
    const here = histogram.requests[bucket] ?? 0;
    if (milliseconds >= to) {
      above -= here;
      from = to;
      continue;
    }
    const part = from > 0 ? Math.log(milliseconds / from) / Math.log(to / from) : milliseconds / to;
    above -= here * Math.max(0, part);
    break;
  }
  return (above + 0.5) / (all + 1);
};

/** Durations measured without which no bound is chosen. */
const enough = 50;

/** For each quantile the bound that is nearest to it; null while too little was measured. */
export const nearestBounds = (
  histogram: Histogram,
  quantiles: readonly number[],
): readonly (number | null)[] => {
  const all = total(histogram);
  if (all < enough) return quantiles.map(() => null);
  let above = all;
  const shares = histogram.bounds.map((bound, bucket) => {
    above -= histogram.requests[bucket] ?? 0;
    return { bound, log: Math.log((above + 0.5) / (all + 1)) };
  });
  return quantiles.map((quantile) => {
    const wanted = Math.log(1 - quantile);
    let best: { bound: number; distance: number } | null = null;
    for (const { bound, log } of shares) {
      const distance = Math.abs(log - wanted);
      if (best === null || distance < best.distance) best = { bound, distance };
    }
    return best?.bound ?? null;
  });
};

/** A bound, or the next one that is at least `floor`; null when there is none. */
export const atLeast = ({ bounds }: Histogram, bound: number | null, floor: number): number | null =>
  bound === null || bound >= floor ? bound : (bounds.find((other) => other >= floor) ?? null);
