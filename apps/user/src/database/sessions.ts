import type { Database, Transaction } from "@caravan/database";
import { and, desc, eq, inArray, isNull } from "drizzle-orm";
import type { SessionStore } from "../dependencies.ts";
import { refreshTokens, sessions } from "./schema.ts";
import { insertSession } from "./session-rows.ts";

export const openSessions = (database: Database): SessionStore => ({
  start: (start) => database.transaction((tx) => insertSession(tx, start)),

  refresh: (tokenHash, nextHash, now, decide) =>
    database.transaction(async (tx) => {
      const held = await lockHeld(tx, tokenHash);
      if (held === undefined) return undefined;
      const decision = decide(held);
      if (decision.kind === "end") {
        await tx.delete(sessions).where(eq(sessions.id, held.session.id));
        return decision;
      }
      const { id, lastUsedAt, expiresAt } = decision.session;
      await tx.update(sessions).set({ lastUsedAt, expiresAt }).where(eq(sessions.id, id));
      await tx
        .update(refreshTokens)
        .set({ usedAt: now })
        // A second use within the grace does not make the grace longer.
        .where(and(eq(refreshTokens.hash, tokenHash), isNull(refreshTokens.usedAt)));
      await tx.insert(refreshTokens).values({ hash: nextHash, sessionId: id, usedAt: null, expiresAt });
      return decision;
    }),

  async end(tokenHash) {
    const owner = database.drizzle
      .select({ id: refreshTokens.sessionId })
      .from(refreshTokens)
      .where(eq(refreshTokens.hash, tokenHash));
    await database.drizzle.delete(sessions).where(inArray(sessions.id, owner));
  },

  list: (subject) =>
    database.drizzle.select().from(sessions).where(eq(sessions.subject, subject)).orderBy(desc(sessions.id)),
});

/** Both rows stay locked, so that two who show the same token decide one after the other. */
const lockHeld = async (tx: Transaction, tokenHash: string) => {
  const [held] = await tx
    .select({ session: sessions, usedAt: refreshTokens.usedAt })
    .from(refreshTokens)
    .innerJoin(sessions, eq(sessions.id, refreshTokens.sessionId))
    .where(eq(refreshTokens.hash, tokenHash))
    .for("update");
  return held;
};
