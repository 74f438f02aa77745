/** Requests by duration: `upTo` in milliseconds, null for the last, open bucket. */
export interface Bucket {
  readonly upTo: number | null;
  readonly requests: number;
}

/** What one version answered in a window. */
export interface Answered {
  readonly requests: number;
  readonly errors: number;
  readonly durations: readonly Bucket[];
}

const boundsOf = (buckets: readonly Bucket[]): string => buckets.map(({ upTo }) => upTo).join();

/** Of two windows together. With other bounds than before, the later durations stand alone. */
export const together = (one: Answered, other: Answered): Answered => ({
  requests: one.requests + other.requests,
  errors: one.errors + other.errors,
  durations:
    boundsOf(one.durations) === boundsOf(other.durations)
      ? one.durations.map(({ upTo, requests }, index) => ({
          upTo,
          requests: requests + (other.durations[index]?.requests ?? 0),
        }))
      : other.durations.length > 0
        ? other.durations
        : one.durations,
});

/** The share of requests that failed; null without requests. */
export const errorRate = ({ requests, errors }: Answered): number | null =>
  requests === 0 ? null : errors / requests;

/**
 * The duration in milliseconds within which a share of the requests ended; null when none was measured. Within a bucket durations are taken to
 * spread evenly by their logarithm, as the judge does; those in the open one took at least its bound.
 */
export const quantile = (share: number, { durations }: Answered): number | null => {
  const all = durations.reduce((sum, { requests }) => sum + requests, 0);
  if (all === 0) return null;
  let below = 0;
  let from = 0;
  for (const { upTo, requests } of durations) {
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
