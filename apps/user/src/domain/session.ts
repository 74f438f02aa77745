/** A session of a guest or of an account. An ended one is deleted. */
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
 * A session and the presented refresh token. `good` is the latest one, `repeated` its predecessor,
 * `superseded` any older one.
 */
export interface HeldToken {
  readonly session: Session;
  readonly token: "good" | "repeated" | "superseded";
}

/**
 * The decision for a presented token: it is exchanged for a new one, or the session ends. `reuse` means
 * that the token's successor was used before, so that one of its two holders is a thief.
 */
export type RefreshDecision =
  | { readonly kind: "renew"; readonly session: Session }
  | { readonly kind: "end"; readonly reason: "expired" | "reuse" };

/** Of one account; the least recently used one ends when another begins. */
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
 * A token that is presented again while its successor is unused gets the same successor, however late: the first reply may
 * have been lost (a timeout, a killed pod, a phone without a network), and two tabs may refresh at once.
 */
export const refresh = ({ session, token }: HeldToken, now: Date, refreshDays: number): RefreshDecision => {
  if (now >= session.expiresAt) return { kind: "end", reason: "expired" };
  if (token === "superseded") return { kind: "end", reason: "reuse" };
  const expiresAt = new Date(now.getTime() + refreshDays * dayMilliseconds);
  return { kind: "renew", session: { ...session, lastUsedAt: now, expiresAt } };
};
