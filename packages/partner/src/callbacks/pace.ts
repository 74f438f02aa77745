/** Callbacks on their way at a time, at most. */
export const mostAtOnce = 32;
/** A receiver that asks for a longer pause is asked again after this one. */
const longestPauseSeconds = 10;

/**
 * How fast a receiver takes callbacks. One that says "too many" is left alone for as long as it asks, and gets half as many at a time
 * afterwards; each run of them that it accepts allows one more.
 */
export interface Pace {
  /** How many may be on their way at this moment. */
  atOnce(now: Date): number;
  accepted(): void;
  /** Tells when the refused one may be sent again: not at the same moment as all others. */
  tooMany(retryAfterSeconds: number, now: Date): Date;
}

/** @param random for tests; between 0 and 1 */
export const newPace = (random: () => number = Math.random): Pace => {
  let limit = mostAtOnce;
  let acceptedInARow = 0;
  let pausedUntil = 0;
  return {
    atOnce: (now) => (now.getTime() < pausedUntil ? 0 : limit),
    accepted() {
      acceptedInARow += 1;
      if (acceptedInARow < limit) return;
      acceptedInARow = 0;
      limit = Math.min(limit + 1, mostAtOnce);
    },
    tooMany(retryAfterSeconds, now) {
      const pauseMilliseconds = Math.min(retryAfterSeconds, longestPauseSeconds) * 1000;
      acceptedInARow = 0;
      // Those that were on their way together are refused together: that is one reason to slow down, not many.
      if (now.getTime() >= pausedUntil) {
        limit = Math.max(1, Math.floor(limit / 2));
        pausedUntil = now.getTime() + pauseMilliseconds;
      }
      return new Date(pausedUntil + random() * pauseMilliseconds);
    },
  };
};
