import { backoffSeconds, Refusal } from "@caravan/contracts";
import { claimDue, type Database, lockDue, type Queries } from "@caravan/database";
import { and, asc, eq, inArray, lte, sql } from "drizzle-orm";
import type { Payment } from "../domain/payment.ts";
import { type Lane, longestPauseSeconds, putOff } from "../domain/schedule.ts";
import { fields, updatePayments, withRefunds } from "./payment-rows.ts";
import { payments } from "./schema.ts";

/** Claims due payments, oldest first, skipping locked ones, and postpones them. */
export const claimPayments = (
  database: Pick<Database, "transaction">,
  { lane, at, limit, pollAfterSeconds }: { lane: Lane; at: Date; limit: number; pollAfterSeconds: number },
): Promise<Payment[]> =>
  claimDue(
    database,
    (tx) =>
      tx
        .select(fields)
        .from(payments)
        .where(and(eq(payments.lane, lane), lte(payments.dueAt, at)))
        .orderBy(asc(payments.dueAt))
        .limit(limit),
    async (tx, due) => {
      const claimed = (await withRefunds(tx, due)).map((payment) =>
        putOff(
          payment,
          at,
          backoffSeconds(payment.attempts + 1, pollAfterSeconds, longestPauseSeconds(payment)),
        ),
      );
      await updatePayments(tx, claimed);
      return claimed;
    },
  );

/** The lane of a payment without failed attempts. */
const freshLane = sql`if(status = 'requires-confirmation' and not cancel_requested and not suspect, 'confirmation', 'command')`;

const makeDue = async (queries: Queries, ids: readonly string[], at: Date): Promise<void> => {
  await queries
    .update(payments)
    .set({ dueAt: at, attempts: sql`0`, lane: freshLane })
    .where(inArray(payments.id, [...ids]));
};

/** Makes payments due with one statement. One that stays locked is left out: another process is working on it. */
export const makeDueNow = async (database: Database, ids: readonly string[], at: Date): Promise<void> => {
  try {
    await makeDue(database.drizzle, ids, at);
  } catch (error) {
    if (!(error instanceof Refusal && error.code === "database-busy")) throw error;
    await database.transaction(async (tx) => {
      const free = await lockDue(
        tx
          .select({ id: payments.id })
          .from(payments)
          .where(inArray(payments.id, [...ids])),
      );
      const own = free.map(({ id }) => id);
      if (own.length > 0) await makeDue(tx, own, at);
    });
  }
};
