/** A signed-in browser or program, of a guest or of an account. It has ended when it is gone. */
export interface Session {
  readonly id: string;
  readonly subject: string;
  /** The guest who joined the account when the session began. */
  readonly formerly: string | null;
  readonly startedAt: Date;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
}

/**
 * A session and the refresh token that is shown for it. `good` is the one that was given last, `repeated` the one it was given
 * for, `superseded` each that is older.
 */
export interface HeldToken {
  readonly session: Session;
  readonly token: "good" | "repeated" | "superseded";
}

/**
 * What becomes of a session whose token is shown: the token is exchanged for a new one, or the session ends. `reuse` tells
 * that the token's successor had been used before, so that one of the two who have them is a thief.
 */
export type RefreshDecision =
  | { readonly kind: "renew"; readonly session: Session }
  | { readonly kind: "end"; readonly reason: "expired" | "reuse" };

/** Of one account; the one that was not used for longest ends when another begins. */
export const mostSessions = 50;

const dayMilliseconds = 86_400_000;

export const startSession = (id: string, subject: string, now: Date, refreshDays: number): Session => ({
  id,
  subject,
  formerly: null,
  startedAt: now,
  lastUsedAt: now,
  expiresAt: new Date(now.getTime() + refreshDays * dayMilliseconds),
});

/**
 * A token that is shown again while its successor is unused gets that same successor once more, however late: the first reply may
 * have been lost (a timeout, a pod that was killed, a phone without a network), and two tabs may have asked at once.
 */
export const refresh = ({ session, token }: HeldToken, now: Date, refreshDays: number): RefreshDecision => {
  if (now >= session.expiresAt) return { kind: "end", reason: "expired" };
  if (token === "superseded") return { kind: "end", reason: "reuse" };
  const expiresAt = new Date(now.getTime() + refreshDays * dayMilliseconds);
  return { kind: "renew", session: { ...session, lastUsedAt: now, expiresAt } };
};
