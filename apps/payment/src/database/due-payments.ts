import { backoffSeconds, type Database } from "@caravan/database";
import { and, asc, eq, lte } from "drizzle-orm";
import type { Payment } from "../domain/payment.ts";
import { type Lane, longestPauseSeconds, putOff } from "../domain/schedule.ts";
import { fields, updatePayments, withRefunds } from "./payment-rows.ts";
import { payments } from "./schema.ts";

/** Takes payments whose time has come, oldest first, past those that others have at hand, and puts them off. */
export const claimDue = (
  database: Pick<Database, "transaction">,
  asked: { lane: Lane; at: Date; limit: number; pollAfterSeconds: number },
): Promise<Payment[]> =>
  database.transaction(async (tx) => {
    const { lane, at, limit, pollAfterSeconds } = asked;
    const due = await tx
      .select(fields)
      .from(payments)
      .where(and(eq(payments.lane, lane), lte(payments.dueAt, at)))
      .orderBy(asc(payments.dueAt))
      .limit(limit)
      .for("update", { skipLocked: true });
    if (due.length === 0) return [];
    const claimed = (await withRefunds(tx, due)).map((payment) =>
      putOff(
        payment,
        at,
        backoffSeconds(payment.attempts + 1, pollAfterSeconds, longestPauseSeconds(payment)),
      ),
    );
    await updatePayments(tx, claimed);
    return claimed;
  });
