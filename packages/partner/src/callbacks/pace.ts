/** Most callbacks being sent at a time. */
export const mostAtOnce = 32;
/** The longest pause, also when a receiver asks for more. */
const longestPauseSeconds = 10;

/**
 * The rate of callbacks to a receiver. After a "too many" it pauses for as long as the receiver asks, and sends half as many at a time
 * afterwards; each accepted run of them allows one more.
 */
export interface Pace {
  /** How many may be sent at the same time now. */
  atOnce(now: Date): number;
  accepted(): void;
  /** The time at which a refused callback may be sent again: spread, so that they do not all come back at once. */
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
      // Callbacks sent together are refused together: they count as one reason to slow down.
      if (now.getTime() >= pausedUntil) {
        limit = Math.max(1, Math.floor(limit / 2));
        pausedUntil = now.getTime() + pauseMilliseconds;
      }
      return new Date(pausedUntil + random() * pauseMilliseconds);
    },
  };
};
