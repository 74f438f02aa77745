import { claimDue, type Database, onceOnly } from "@caravan/database";
import { and, asc, count, desc, eq, gte, inArray, isNotNull, isNull, lte, min, ne } from "drizzle-orm";
import type { TicketRows } from "../dependencies.ts";
import { overLimit } from "../domain/ticket.ts";
import { tickets } from "./schema.ts";

/** Attempts without an answer after which staff should look. Attempts go on all the same. */
const stuckAttempts = 10;

/** The rows of tickets: what becomes of them after admission. Their status is written by the ticket store alone. */
export const openTickets = (database: Database): TicketRows => ({
  async newestOf(saleId, shopperIds) {
    if (shopperIds.length === 0) return undefined;
    const rows = await database.drizzle
      .select()
      .from(tickets)
      .where(and(eq(tickets.saleId, saleId), inArray(tickets.shopperId, [...shopperIds])))
      .orderBy(desc(tickets.position));
    const kept = rows.find(({ status }) => status !== "returned");
    const lost = rows.some(({ status, reason }) => status === "returned" && reason === overLimit);
    return kept === undefined ? rows[0] : { ...kept, reason: lost ? overLimit : kept.reason };
  },

  async countOf(saleId, shopperIds) {
    const [row] = await database.drizzle
      .select({ count: count() })
      .from(tickets)
      .where(and(eq(tickets.saleId, saleId), inArray(tickets.shopperId, [...shopperIds])));
    return row?.count ?? 0;
  },

  liveOf: (saleId, shopperIds) =>
    database.drizzle
      .select()
      .from(tickets)
      .where(
        and(
          eq(tickets.saleId, saleId),
          inArray(tickets.shopperId, [...shopperIds]),
          ne(tickets.status, "returned"),
        ),
      ),

  claimDue: (now, until, limit) =>
    claimDue(
      database,
      (tx) =>
        tx
          .select()
          .from(tickets)
          .where(and(isNotNull(tickets.task), lte(tickets.dueAt, now)))
          .orderBy(asc(tickets.dueAt))
          .limit(limit),
      async (tx, rows) => {
        const ids = rows.map(({ id }) => id);
        await tx.update(tickets).set({ dueAt: until }).where(inArray(tickets.id, ids));
        return [...rows];
      },
    ),

  async progress({ id, task, reason: why }, { paid, orderId, payBy, reason, ...next }) {
    // Only while the task is the one that was tried: an event may have brought another meanwhile.
    const same = and(
      eq(tickets.id, id),
      task === null ? undefined : eq(tickets.task, task),
      why === null ? isNull(tickets.reason) : eq(tickets.reason, why),
    );
    await database.drizzle
      .update(tickets)
      .set({
        ...next,
        ...(paid !== undefined && { paid }),
        ...(orderId !== undefined && { orderId }),
        ...(payBy !== undefined && { payBy }),
        ...(reason !== undefined && { reason }),
      })
      .where(same);
  },

  hear: (consumer, eventId, ticketId, progressOf) =>
    database.transaction(async (tx) => {
      if (!(await onceOnly(tx, consumer, eventId))) return;
      const [ticket] = await tx.select().from(tickets).where(eq(tickets.id, ticketId)).for("update");
      if (ticket === undefined) return;
      const progress = progressOf(ticket);
      if (progress !== undefined) await tx.update(tickets).set(progress).where(eq(tickets.id, ticketId));
    }),

  async lag(now) {
    const [row] = await database.drizzle
      .select({ due: count(), oldest: min(tickets.dueAt) })
      .from(tickets)
      .where(and(isNotNull(tickets.task), lte(tickets.dueAt, now)));
    const [stuck] = await database.drizzle
      .select({ count: count() })
      .from(tickets)
      .where(and(isNotNull(tickets.dueAt), gte(tickets.attempts, stuckAttempts)));
    const oldest = row?.oldest ?? null;
    return {
      dueTickets: row?.due ?? 0,
      stuckTickets: stuck?.count ?? 0,
      oldestDueSeconds: oldest === null ? 0 : (now.getTime() - oldest.getTime()) / 1000,
    };
  },
});
