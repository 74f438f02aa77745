import { createHash } from "node:crypto";
import type { Database } from "@caravan/database";
import { eq, sql } from "drizzle-orm";
import type { AttemptStore } from "../dependencies.ts";
import { attempts } from "./schema.ts";

const longAgo = new Date("2000-01-01T00:00:00.000Z");

export const openAttempts = (database: Database): AttemptStore => ({
  take: (key, decide) =>
    database.transaction(async (tx) => {
      const keyHash = hashOf(key);
      // Makes sure of the row and locks it in one statement: attempts sent all at once are counted one by one.
      await tx
        .insert(attempts)
        .values({ keyHash, count: 0, windowStartedAt: longAgo, lockedUntil: null })
        .onDuplicateKeyUpdate({ set: { count: sql`${attempts.count}` } });
      const [before] = await tx.select().from(attempts).where(eq(attempts.keyHash, keyHash));
      const decision = decide(before);
      if (decision.allowed)
        await tx.update(attempts).set(decision.after).where(eq(attempts.keyHash, keyHash));
      return decision;
    }),

  async clear(key) {
    await database.drizzle.delete(attempts).where(eq(attempts.keyHash, hashOf(key)));
  },
});

/** So that the table holds no e-mail address, least of all of people who have no account. */
const hashOf = (key: string): string => createHash("sha256").update(key).digest("hex");
