import type { Counts } from "@caravan/release-engine";

type Durations = Counts["durations"];

const boundsOf = (durations: Durations): string =>
  durations.map(({ upToMilliseconds }) => upToMilliseconds).join();

/** Of two windows together. With other bounds than before, the later durations stand alone. */
export const together = (one: Counts, other: Counts): Counts => ({
  requests: one.requests + other.requests,
  errors: one.errors + other.errors,
  durations:
    boundsOf(one.durations) === boundsOf(other.durations)
      ? one.durations.map((bucket, index) => ({
          ...bucket,
          requests: bucket.requests + (other.durations[index]?.requests ?? 0),
        }))
      : other.durations.length > 0
        ? other.durations
        : one.durations,
});

/** The share of requests that failed; null without requests. */
export const errorRate = ({ requests, errors }: Counts): number | null =>
  requests === 0 ? null : errors / requests;

/**
 * The duration in milliseconds within which a share of the requests ended; null when none was measured. Within a bucket durations are taken to
 * spread evenly by their logarithm, as the judge does; those in the open one took at least its bound.
 */
export const quantile = (share: number, { durations }: Counts): number | null => {
  const all = durations.reduce((sum, { requests }) => sum + requests, 0);
  if (all === 0) return null;
  let below = 0;
  let from = 0;
  for (const { upToMilliseconds: upTo, requests } of durations) {
    if (upTo === null) break;
    if (requests > 0 && below + requests >= share * all) {
      const part = (share * all - below) / requests;
      return from > 0 ? from * (upTo / from) ** part : upTo * part;
    }
    below += requests;
    from = upTo;
  }
  return from;
};
