/** How many attempts are free within a window, and how long the pauses between the next ones grow. */
export interface ThrottlePolicy {
  readonly freeAttempts: number;
  readonly windowSeconds: number;
  /** The cap: whoever tries somebody else's address must not lock its owner out for long. */
  readonly longestLockSeconds: number;
}

/** What is remembered of the attempts on one thing. */
export interface Attempts {
  readonly count: number;
  readonly windowStartedAt: Date;
  /** Null while attempts are free. */
  readonly lockedUntil: Date | null;
}

/** Whether an attempt may be made, and what to remember of it. */
export type AttemptDecision =
  | { readonly allowed: true; readonly after: Attempts }
  | { readonly allowed: false; readonly retryAfterSeconds: number };

/** Guesses at one password: ten at once, then slower and slower, then one a minute. */
export const passwordPolicy: ThrottlePolicy = {
  freeAttempts: 10,
  windowSeconds: 900,
  longestLockSeconds: 60,
};

/** What one network address may start; the lock lasts until the window is over at the most. */
export const clientPolicy = (attemptsPerMinute: number): ThrottlePolicy => ({
  freeAttempts: attemptsPerMinute,
  windowSeconds: 60,
  longestLockSeconds: 60,
});

/**
 * Counts an attempt before its outcome is known, so that guesses sent all at once are no way around. While locked nothing
 * is counted: trying does not make the lock longer.
 */
export const attempt = (policy: ThrottlePolicy, before: Attempts | undefined, now: Date): AttemptDecision => {
  const at = now.getTime();
  const lockedFor = (before?.lockedUntil?.getTime() ?? 0) - at;
  if (lockedFor > 0) return { allowed: false, retryAfterSeconds: Math.ceil(lockedFor / 1000) };
  const sameWindow =
    before !== undefined && at < before.windowStartedAt.getTime() + policy.windowSeconds * 1000;
  const count = sameWindow ? before.count + 1 : 1;
  const excess = count - policy.freeAttempts;
  const lockSeconds = Math.min(policy.longestLockSeconds, 2 ** Math.min(excess, 20));
  return {
    allowed: true,
    after: {
      count,
      windowStartedAt: sameWindow ? before.windowStartedAt : now,
      lockedUntil: excess < 0 ? null : new Date(at + lockSeconds * 1000),
    },
  };
};
