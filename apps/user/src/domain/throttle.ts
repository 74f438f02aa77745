/** Free attempts within a window, and the growth of the pauses between further ones. */
export interface ThrottlePolicy {
  readonly freeAttempts: number;
  readonly windowSeconds: number;
  /** The longest pause before the next attempt. */
  readonly longestLockSeconds: number;
}

/** The key of a count: an account's e-mail address or id, or a name for all of a place; and the place. */
export interface AttemptKey {
  readonly on: string;
  /** A network address or a known device; absent for attempts from everywhere. */
  readonly from?: string;
}

/** An attempt that is counted under a key by a policy; `name` is its label in the metric. */
export interface AttemptLimit {
  readonly name: "guests" | "address" | "place" | "account";
  readonly key: AttemptKey;
  readonly policy: ThrottlePolicy;
}

/** The count of one key. */
export interface Attempts {
  readonly count: number;
  readonly windowStartedAt: Date;
  /** Null while attempts are free. */
  readonly lockedUntil: Date | null;
}

/** Whether an attempt is allowed, and the new count. */
export type AttemptDecision =
  | { readonly allowed: true; readonly after: Attempts }
  | { readonly allowed: false; readonly retryAfterSeconds: number };

/** Guesses at one account from one place: ten at once, then with growing pauses, up to one a minute. */
export const placePolicy: ThrottlePolicy = { freeAttempts: 10, windowSeconds: 900, longestLockSeconds: 60 };

/** Guesses at one account from all places together, known devices excepted. */
export const accountPolicy: ThrottlePolicy = {
  freeAttempts: 100,
  windowSeconds: 3_600,
  longestLockSeconds: 60,
};

/** Password checks that one network address may cause, for all accounts; the lock ends with the window at the latest. */
export const addressPolicy = (signInsPerMinute: number): ThrottlePolicy => ({
  freeAttempts: signInsPerMinute,
  windowSeconds: 60,
  longestLockSeconds: 60,
});

/** New guests of one network address; then one a minute. */
export const guestPolicy = (guestsPerHour: number): ThrottlePolicy => ({
  freeAttempts: guestsPerHour,
  windowSeconds: 3_600,
  longestLockSeconds: 60,
});

/**
 * Counts an attempt before its outcome is known, so that concurrent guesses do not bypass the limit. While locked nothing
 * is counted: attempts do not extend the lock.
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
