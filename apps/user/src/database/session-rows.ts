import type { Transaction } from "@caravan/database";
import { eq } from "drizzle-orm";
import type { NewSession } from "../dependencies.ts";
import { refreshTokens, sessions } from "./schema.ts";

export const insertSession = async (tx: Transaction, { session, tokenHash }: NewSession): Promise<void> => {
  await tx.insert(sessions).values(session);
  await tx
    .insert(refreshTokens)
    .values({ hash: tokenHash, sessionId: session.id, usedAt: null, expiresAt: session.expiresAt });
};

/** Tokens without a session are good for nothing, and are deleted when they would have expired. */
export const deleteSessionsOf = async (tx: Transaction, subject: string): Promise<void> => {
  await tx.delete(sessions).where(eq(sessions.subject, subject));
};
