import type { Database, Queries, Transaction } from "@caravan/database";
import { and, desc, eq, isNotNull, ne } from "drizzle-orm";
import type { Renewal, SessionStore, ShownToken } from "../dependencies.ts";
import type { HeldToken } from "../domain/session.ts";
import { refreshTokens, sessions } from "./schema.ts";
import { deleteSessions, insertSession, sessionColumns } from "./session-rows.ts";

export const openSessions = (database: Database): SessionStore => ({
  start: (start) => database.transaction((tx) => insertSession(tx, start)),

  refresh: (shown, renewal, now, decide) =>
    database.transaction(async (tx) => {
      const id = await sessionIdOf(tx, shown);
      if (id === undefined) return undefined;
      // Concurrent refreshes of one session are serialised.
      const [session] = await tx
        .select(sessionColumns)
        .from(sessions)
        .where(eq(sessions.id, id))
        .for("update");
      if (session === undefined) return undefined;
      const { row, token } = await findToken(tx, shown, id);
      const decision = decide({ session, token });
      if (decision.kind === "end") {
        await deleteSessions(tx, [id]);
        return { decision };
      }
      const { lastUsedAt, expiresAt } = decision.session;
      const repeatedSalt = token === "repeated" ? row?.successorSalt : undefined;
      if (typeof repeatedSalt === "string") {
        await tx.update(sessions).set({ lastUsedAt, expiresAt }).where(eq(sessions.id, id));
        await tx.update(refreshTokens).set({ expiresAt }).where(eq(refreshTokens.sessionId, id));
        return { decision, salt: repeatedSalt };
      }
      await exchange(tx, { shown, renewal, id, now, lastUsedAt, expiresAt });
      return { decision, salt: renewal.salt };
    }),

  end: (shown) =>
    database.transaction(async (tx) => {
      const id = await sessionIdOf(tx, shown);
      if (id !== undefined) await deleteSessions(tx, [id]);
    }),

  list: (subject) =>
    database.drizzle
      .select(sessionColumns)
      .from(sessions)
      .where(eq(sessions.subject, subject))
      .orderBy(desc(sessions.id)),
});

/** By the token's row, or by the part that all tokens of the session share. */
const sessionIdOf = async (queries: Queries, { hash, familyHash }: ShownToken) => {
  const [token] = await queries
    .select({ id: refreshTokens.sessionId })
    .from(refreshTokens)
    .where(eq(refreshTokens.hash, hash));
  if (token !== undefined) return token.id;
  const [session] = await queries
    .select({ id: sessions.id })
    .from(sessions)
    .where(eq(sessions.familyHash, familyHash));
  return session?.id;
};

/** The state of the token in its locked session. One without a row is older than those that have one. */
const findToken = async (tx: Transaction, { hash }: ShownToken, sessionId: string) => {
  const rows = await tx.select().from(refreshTokens).where(eq(refreshTokens.sessionId, sessionId));
  const row = rows.find((one) => one.hash === hash);
  const usedAt = row?.usedAt ?? null;
  const overtaken = rows.some(
    (one) => one.hash !== hash && one.usedAt !== null && usedAt !== null && one.usedAt >= usedAt,
  );
  const token: HeldToken["token"] =
    row === undefined || overtaken ? "superseded" : usedAt === null ? "good" : "repeated";
  return { row, token };
};

interface Exchange {
  readonly shown: ShownToken;
  readonly renewal: Renewal;
  readonly id: string;
  readonly now: Date;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
}

/** Issues a successor, and deletes the tokens before the used one: two rows are left. */
const exchange = async (tx: Transaction, { shown, renewal, id, now, lastUsedAt, expiresAt }: Exchange) => {
  const { hash, familyHash } = renewal.successorOf(renewal.salt);
  await tx.update(sessions).set({ lastUsedAt, expiresAt, familyHash }).where(eq(sessions.id, id));
  await tx
    .delete(refreshTokens)
    .where(
      and(
        eq(refreshTokens.sessionId, id),
        ne(refreshTokens.hash, shown.hash),
        isNotNull(refreshTokens.usedAt),
      ),
    );
  await tx
    .update(refreshTokens)
    .set({ usedAt: now, successorSalt: renewal.salt, expiresAt })
    .where(eq(refreshTokens.hash, shown.hash));
  await tx.insert(refreshTokens).values({ hash, sessionId: id, expiresAt });
};
