import { claimDue, type Database, isDuplicateEntry, type Transaction } from "@caravan/database";
import { and, asc, count, eq, gte, inArray, isNotNull, lte, min, sql } from "drizzle-orm";
import type { UseStore } from "../dependencies.ts";
import { confirmable, type Use, type UseStatus } from "../domain/use.ts";
import { moveCounts } from "./counters.ts";
import { holdUse, lockUse } from "./hold-use.ts";
import type { PeopleOf } from "./people.ts";
import { uses } from "./schema.ts";

/** Attempts without an end after which a use is stuck: some ten minutes. */
const stuckAfter = 10;

/** What orders take: each change of a use and of its promotions' counters is one transaction. */
export const openUses = (database: Database, people: PeopleOf): UseStore => {
  /** Changes the status of a use that is locked, and the counters of its promotions with it. */
  const settle = async (tx: Transaction, use: Use, status: UseStatus): Promise<Use> => {
    if (use.status === status) return use;
    await moveCounts(tx, use, status);
    await tx.update(uses).set({ status, dueAt: null, attempts: 0 }).where(eq(uses.orderId, use.orderId));
    return { ...use, status };
  };

  return {
    try: (wanted, pricing) => database.transaction((tx) => holdUse(tx, people, wanted, pricing)),

    confirm: (orderId) =>
      database.transaction(async (tx) => {
        const use = confirmable(orderId, await lockUse(tx, orderId));
        return { use: await settle(tx, use, "used"), before: use.status };
      }),

    cancel: (orderId, at) =>
      database.transaction(async (tx) => {
        const use = (await lockUse(tx, orderId)) ?? (await markCancelled(tx, orderId, at));
        if (use === undefined) return { use: { orderId, status: "back", quote: null }, before: undefined };
        return { use: await settle(tx, use, "back"), before: use.status };
      }),

    claimDue: (now, until, limit) =>
      claimDue(
        database,
        (tx) =>
          tx
            .select({ orderId: uses.orderId, attempts: uses.attempts })
            .from(uses)
            .where(lte(uses.dueAt, now))
            .orderBy(asc(uses.dueAt))
            .limit(limit),
        async (tx, rows) => {
          const ids = rows.map(({ orderId }) => orderId);
          const attempts = sql`${uses.attempts} + 1`;
          await tx.update(uses).set({ dueAt: until, attempts }).where(inArray(uses.orderId, ids));
          return rows.map((row) => ({ ...row, attempts: row.attempts + 1 }));
        },
      ),

    async askLater(orderId, dueAt, attempts) {
      const held = and(eq(uses.orderId, orderId), eq(uses.status, "held"));
      await database.drizzle.update(uses).set({ dueAt, attempts }).where(held);
    },

    async lag(now) {
      const [due] = await database.drizzle
        .select({ count: count(), oldest: min(uses.dueAt) })
        .from(uses)
        .where(lte(uses.dueAt, now));
      const oldest = due?.oldest ?? null;
      const [stuck] = await database.drizzle
        .select({ count: count() })
        .from(uses)
        .where(and(isNotNull(uses.dueAt), gte(uses.attempts, stuckAfter)));
      return {
        stuckUses: stuck?.count ?? 0,
        dueUses: due?.count ?? 0,
        oldestDueSeconds: oldest === null ? 0 : (now.getTime() - oldest.getTime()) / 1000,
      };
    },
  };
};

/** Marks an order that was never tried, so that a try that comes late is refused; the use, if a try was faster. */
const markCancelled = async (tx: Transaction, orderId: string, at: Date): Promise<Use | undefined> => {
  try {
    await tx.insert(uses).values({ orderId, status: "back", createdAt: at });
    return undefined;
  } catch (error) {
    if (!isDuplicateEntry(error)) throw error;
    return lockUse(tx, orderId);
  }
};
