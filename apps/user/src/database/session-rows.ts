import type { Transaction } from "@caravan/database";
import { desc, eq, inArray } from "drizzle-orm";
import type { NewSession } from "../dependencies.ts";
import { mostSessions, type Session } from "../domain/session.ts";
import { refreshTokens, sessions } from "./schema.ts";

/** A session without the digest of its tokens. */
export const sessionColumns = {
  id: sessions.id,
  subject: sessions.subject,
  formerly: sessions.formerly,
  startedAt: sessions.startedAt,
  lastUsedAt: sessions.lastUsedAt,
  expiresAt: sessions.expiresAt,
};

export const insertSession = async (
  tx: Transaction,
  { session, refreshToken }: NewSession,
): Promise<void> => {
  const { hash, familyHash } = refreshToken;
  await tx.insert(sessions).values({ ...session, familyHash });
  await tx.insert(refreshTokens).values({ hash, sessionId: session.id, expiresAt: session.expiresAt });
};

/** Starts a session of a locked account, and ends sessions beyond the limit. */
export const insertAccountSession = async (tx: Transaction, start: NewSession): Promise<Session> => {
  await insertSession(tx, start);
  const surplus = await tx
    .select({ id: sessions.id })
    .from(sessions)
    .where(eq(sessions.subject, start.session.subject))
    .orderBy(desc(sessions.lastUsedAt), desc(sessions.id))
    .limit(mostSessions)
    .offset(mostSessions);
  await deleteSessions(
    tx,
    surplus.map(({ id }) => id),
  );
  return start.session;
};

/** Ends sessions. Always sessions first and then their tokens, so deadlocks cannot occur. */
export const deleteSessions = async (tx: Transaction, ids: readonly string[]): Promise<void> => {
  if (ids.length === 0) return;
  await tx.delete(sessions).where(inArray(sessions.id, [...ids]));
  await tx.delete(refreshTokens).where(inArray(refreshTokens.sessionId, [...ids]));
};

export const deleteSessionsOf = async (tx: Transaction, subjects: readonly string[]): Promise<void> => {
  if (subjects.length === 0) return;
  const rows = await tx
    .select({ id: sessions.id })
    .from(sessions)
    .where(inArray(sessions.subject, [...subjects]))
    .for("update");
  await deleteSessions(
    tx,
    rows.map(({ id }) => id),
  );
};
