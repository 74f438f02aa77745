import type { Transaction } from "@caravan/database";
import { and, count, eq, gt, inArray, ne } from "drizzle-orm";
import { beyondLimit, overLimit } from "../domain/ticket.ts";
import { entries, sales, tickets } from "./schema.ts";

/** Sales of which the person takes part under several names, and that are not settled. */
const sharedSales = (tx: Transaction, ownerId: string) =>
  tx
    .select({ id: sales.id, perShopper: sales.perShopper, names: count() })
    .from(entries)
    .innerJoin(sales, eq(sales.id, entries.saleId))
    .where(and(eq(entries.ownerId, ownerId), ne(sales.phase, "settled")))
    .groupBy(sales.id, sales.perShopper)
    .having(({ names }) => gt(names, 1));

/**
 * A person who takes part under several names has tickets under each: those beyond what one shopper may have are to go back. A place in
 * line goes at once, a piece with an order is watched until that is cancelled. The task of one whose order is being made stays: the
 * process that makes it finds the reason. Idempotent.
 */
export const limitTickets = async (tx: Transaction, ownerId: string, now: Date): Promise<void> => {
  for (const { id: saleId, perShopper } of await sharedSales(tx, ownerId)) {
    const names = await tx
      .select({ name: entries.shopperId })
      .from(entries)
      .where(and(eq(entries.saleId, saleId), eq(entries.ownerId, ownerId)));
    const isOwn = inArray(
      tickets.shopperId,
      names.map(({ name }) => name),
    );
    const own = await tx
      .select()
      .from(tickets)
      .where(and(eq(tickets.saleId, saleId), isOwn))
      .for("update");
    for (const { id, status, task } of beyondLimit(own, perShopper)) {
      if (task === "give-back") continue;
      const next = status === "waiting" ? ("give-back" as const) : ("watch" as const);
      const change = task === "order" ? {} : { task: next, dueAt: now, attempts: 0 };
      await tx
        .update(tickets)
        .set({ reason: overLimit, ...change })
        .where(eq(tickets.id, id));
    }
  }
};
