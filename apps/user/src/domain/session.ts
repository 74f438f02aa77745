/** A signed-in browser or program, of a guest or of an account. It has ended when it is gone. */
export interface Session {
  readonly id: string;
  readonly subject: string;
  readonly startedAt: Date;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
}

/** A session and the refresh token that somebody shows for it. */
export interface HeldToken {
  readonly session: Session;
  /** When the token was used for the first time; null while it has not been. */
  readonly usedAt: Date | null;
}

/**
 * What becomes of a session whose token is shown: the token is exchanged for a new one, or the session ends. `reuse` tells
 * that the token had been used long before, so that one of the two who have it is a thief.
 */
export type RefreshDecision =
  | { readonly kind: "renew"; readonly session: Session }
  | { readonly kind: "end"; readonly reason: "expired" | "reuse" };

/**
 * Two tabs, or a reply that got lost and a retry, show the same token within a moment of each other: each of them gets a
 * token of its own. Anything later is reuse.
 */
export const graceSeconds = 10;

const dayMilliseconds = 86_400_000;

export const startSession = (id: string, subject: string, now: Date, refreshDays: number): Session => ({
  id,
  subject,
  startedAt: now,
  lastUsedAt: now,
  expiresAt: new Date(now.getTime() + refreshDays * dayMilliseconds),
});

export const refresh = ({ session, usedAt }: HeldToken, now: Date, refreshDays: number): RefreshDecision => {
  if (now >= session.expiresAt) return { kind: "end", reason: "expired" };
  if (usedAt !== null && now.getTime() - usedAt.getTime() > graceSeconds * 1000)
    return { kind: "end", reason: "reuse" };
  const expiresAt = new Date(now.getTime() + refreshDays * dayMilliseconds);
  return { kind: "renew", session: { ...session, lastUsedAt: now, expiresAt } };
};
