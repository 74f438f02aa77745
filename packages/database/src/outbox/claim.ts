import { backoffSeconds } from "@caravan/contracts";
import { and, asc, eq, inArray, isNull, lt, lte, notExists, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/mysql-core";
import { preparedQuery } from "../prepared.ts";
import type { Transaction } from "../transaction.ts";
import { outboxTable } from "./outbox-table.ts";

/** A claimed row of the outbox. */
export type ClaimedEvent = Pick<
  typeof outboxTable.$inferSelect,
  "position" | "id" | "topic" | "aggregateId" | "data" | "traceparent" | "createdAt" | "attempts"
>;

/** Events that never failed, or events that failed and whose pause is over. Neither lane waits for the other. */
export type Lane = "fresh" | "retry";

const earlier = alias(outboxTable, "earlier");

const claimWhere = (due: SQL | undefined, order: SQL[]) =>
  preparedQuery((queries) =>
    queries
      .select({
        position: outboxTable.position,
        id: outboxTable.id,
        topic: outboxTable.topic,
        aggregateId: outboxTable.aggregateId,
        data: outboxTable.data,
        traceparent: outboxTable.traceparent,
        createdAt: outboxTable.createdAt,
        attempts: outboxTable.attempts,
      })
      .from(outboxTable)
      .where(
        and(
          due,
          notExists(
            queries
              .select({ one: sql`1` })
              .from(earlier)
              .where(
                and(
                  eq(earlier.aggregateId, outboxTable.aggregateId),
                  lt(earlier.position, outboxTable.position),
                ),
              ),
          ),
        ),
      )
      .orderBy(...order)
      .limit(sql.placeholder("limit"))
      .for("update", { skipLocked: true })
      .prepare(),
  );

const lanes = {
  fresh: claimWhere(isNull(outboxTable.nextAttemptAt), [asc(outboxTable.position)]),
  retry: claimWhere(lte(outboxTable.nextAttemptAt, sql`now(3)`), [
    asc(outboxTable.nextAttemptAt),
    asc(outboxTable.position),
  ]),
};

/**
 * Claims up to `limit` events of a lane, for as long as the transaction lives: locks rows that are not held elsewhere and
 * are the first of their aggregate. The lock is the claim, so it ends with this process. A row
 * that is held or postponed is still in the table, so that no row behind it is first: order per aggregate
 * needs nothing else. The inner select reads without locks.
 */
export const claimEvents = (tx: Transaction, lane: Lane, limit: number): Promise<ClaimedEvent[]> =>
  lanes[lane](tx).execute({ limit });

/** Forgets events that the broker has confirmed. */
export const deleteEvents = async (tx: Transaction, positions: readonly number[]): Promise<void> => {
  if (positions.length === 0) return;
  await tx.delete(outboxTable).where(inArray(outboxTable.position, [...positions]));
};

/**
 * Postpones events that failed for the same reason; the rest of their aggregates waits behind them. The pause doubles
 * with each failure from half a second up to the longest; half of it is random, so that events which make each
 * other's publication fail are separated.
 */
export const putOff = async (
  tx: Transaction,
  events: readonly Pick<ClaimedEvent, "position" | "attempts">[],
  reason: string,
  longestPauseSeconds: number,
): Promise<void> => {
  const pauses = events.map(({ position, attempts }) => {
    const seconds = backoffSeconds(attempts + 1, 0.5, longestPauseSeconds);
    return sql`when ${position} then ${Math.round(seconds * 1_000_000)}`;
  });
  await tx.execute(sql`
    update outbox set
      next_attempt_at = now(3) + interval (case position ${sql.join(pauses, sql` `)} end) microsecond,
      last_error = ${reason.slice(0, 300)},
      attempts = attempts + 1
    where position in ${events.map(({ position }) => position)}`);
};
