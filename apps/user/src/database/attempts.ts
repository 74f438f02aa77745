import { createHash } from "node:crypto";
import type { Database, Queries, Transaction } from "@caravan/database";
import { eq, like, or, sql } from "drizzle-orm";
import type { AttemptStore, DecidedLimit } from "../dependencies.ts";
import type { AttemptDecision, AttemptKey } from "../domain/throttle.ts";
import { attempts } from "./schema.ts";

const longAgo = new Date("2000-01-01T00:00:00.000Z");

export const openAttempts = (database: Database): AttemptStore => ({
  take: (limits) => database.transaction((tx) => takeAll(tx, limits)),

  async clear(key) {
    await database.drizzle.delete(attempts).where(eq(attempts.keyHash, hashOf(key)));
  },

  async giveBack(key) {
    await database.drizzle
      .update(attempts)
      .set({ count: sql`greatest(${attempts.count}, 1) - 1`, lockedUntil: null })
      .where(eq(attempts.keyHash, hashOf(key)));
  },
});

const takeAll = async (tx: Transaction, limits: readonly DecidedLimit[]): Promise<AttemptDecision> => {
  const taken: { keyHash: string; decision: Extract<AttemptDecision, { allowed: true }> }[] = [];
  for (const { key, decide } of limits) {
    const keyHash = hashOf(key);
    const decision = decide(await lockAttempts(tx, keyHash));
    if (!decision.allowed) return decision;
    taken.push({ keyHash, decision });
  }
  for (const { keyHash, decision } of taken)
    await tx.update(attempts).set(decision.after).where(eq(attempts.keyHash, keyHash));
  const last = taken.at(-1);
  if (last === undefined) throw new Error("an attempt needs a limit");
  return last.decision;
};

/** Creates or locks the row in one statement: concurrent attempts are counted one by one. */
const lockAttempts = async (tx: Transaction, keyHash: string) => {
  await tx
    .insert(attempts)
    .values({ keyHash, count: 0, windowStartedAt: longAgo, lockedUntil: null })
    .onDuplicateKeyUpdate({ set: { count: sql`${attempts.count}` } });
  const [before] = await tx.select().from(attempts).where(eq(attempts.keyHash, keyHash));
  return before;
};

/** Deletes all attempts on an account, from every place. */
export const deleteAttemptsOn = async (queries: Queries, ...names: readonly string[]): Promise<void> => {
  await queries.delete(attempts).where(or(...names.map((on) => like(attempts.keyHash, `${half(on)}%`))));
};

/** The table holds no e-mail or network address, only digests; the first half identifies the account. */
const hashOf = ({ on, from = "" }: AttemptKey): string => half(on) + half(from);

const half = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 32);
