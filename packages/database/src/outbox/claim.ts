import { and, asc, eq, inArray, isNull, lt, lte, notExists, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/mysql-core";
import { preparedQuery } from "../prepared.ts";
import type { Transaction } from "../transaction.ts";
import { outboxTable } from "./outbox-table.ts";

/** A claimed row of the outbox. */
export type ClaimedEvent = Pick<
  typeof outboxTable.$inferSelect,
  "position" | "id" | "topic" | "aggregateId" | "data" | "traceparent" | "createdAt" | "attempts"
>;

const earlier = alias(outboxTable, "earlier");

/**
 * Locks due rows that nobody else holds and that are the first of their aggregate. The lock is the claim: it ends
 * with the transaction, also when this process dies. A row held or put off by anybody still is in the table, so
 * nothing behind it is first: order per aggregate needs nothing else. The inner select reads without locks.
 */
const heads = preparedQuery((queries) =>
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
        or(isNull(outboxTable.nextAttemptAt), lte(outboxTable.nextAttemptAt, sql`now(3)`)),
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
    .orderBy(asc(outboxTable.position))
    .limit(sql.placeholder("limit"))
    .for("update", { skipLocked: true })
    .prepare(),
);

/** Claims up to `limit` events, at most one of each aggregate, for as long as the transaction lives. */
export const claimEvents = (tx: Transaction, limit: number): Promise<ClaimedEvent[]> =>
  heads(tx).execute({ limit });

/** Forgets events that the broker has confirmed. */
export async function deleteEvents(tx: Transaction, positions: readonly number[]): Promise<void> {
  if (positions.length === 0) return;
  await tx.delete(outboxTable).where(inArray(outboxTable.position, [...positions]));
}

/** Puts an event off; the rest of its aggregate waits behind it. */
export async function putOff(
  tx: Transaction,
  event: ClaimedEvent,
  pauseSeconds: number,
  reason: string,
): Promise<void> {
  const microseconds = Math.round(pauseSeconds * 1_000_000);
  await tx
    .update(outboxTable)
    .set({
      attempts: event.attempts + 1,
      nextAttemptAt: sql`now(3) + interval ${microseconds} microsecond`,
      lastError: reason.slice(0, 300),
    })
    .where(eq(outboxTable.position, event.position));
}
