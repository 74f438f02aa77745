import type { Database } from "@caravan/database";
import { and, count, eq, gt, inArray, isNotNull, lt, lte, min } from "drizzle-orm";
import { warmSeconds } from "../domain/sale.ts";
import type { SaleStore } from "../sale-store.ts";
import { sales, tickets } from "./schema.ts";

/** What alerts go by: each process tells it of all sales, also of those that another one should look after. */
export const openSaleHealth = (database: Database): Pick<SaleStore, "noteTended" | "health"> => {
  /** Seconds since a process looked after the sale that was left alone longest. */
  const untendedSeconds = async (now: Date): Promise<number> => {
    const warmBy = new Date(now.getTime() + warmSeconds * 1000);
    const rows = await database.drizzle
      .select({ opensAt: sales.opensAt, tendedAt: sales.tendedAt, createdAt: sales.createdAt })
      .from(sales)
      .where(
        and(
          inArray(sales.phase, ["running", "paused", "closed"]),
          isNotNull(sales.allotmentId),
          lte(sales.opensAt, warmBy),
        ),
      );
    const ages = rows.map(({ opensAt, tendedAt, createdAt }) => {
      const since =
        tendedAt ?? new Date(Math.max(opensAt.getTime() - warmSeconds * 1000, createdAt.getTime()));
      return (now.getTime() - since.getTime()) / 1000;
    });
    return Math.max(0, ...ages);
  };

  /** Seconds since the oldest piece that has no order yet was told. */
  const unorderedSeconds = async (now: Date): Promise<number> => {
    const [row] = await database.drizzle
      .select({ oldest: min(tickets.admittedAt) })
      .from(tickets)
      .where(and(isNotNull(tickets.dueAt), eq(tickets.task, "order")));
    const oldest = row?.oldest ?? null;
    return oldest === null ? 0 : (now.getTime() - oldest.getTime()) / 1000;
  };

  /** Tickets in line that a free piece of an open sale is there for. */
  const unservedTickets = async (now: Date): Promise<number> => {
    const open = await database.drizzle
      .select({ id: sales.id, pieces: sales.pieces, sold: sales.sold })
      .from(sales)
      .where(
        and(
          eq(sales.phase, "running"),
          lte(sales.opensAt, now),
          gt(sales.endsAt, now),
          lt(sales.sold, sales.pieces),
        ),
      );
    if (open.length === 0) return 0;
    const waiting = await database.drizzle
      .select({ saleId: tickets.saleId, count: count() })
      .from(tickets)
      .where(
        and(
          eq(tickets.status, "waiting"),
          inArray(
            tickets.saleId,
            open.map(({ id }) => id),
          ),
        ),
      )
      .groupBy(tickets.saleId);
    const inLine = new Map(waiting.map(({ saleId, count: some }) => [saleId, some]));
    return open.reduce((sum, { id, pieces, sold }) => sum + Math.min(pieces - sold, inLine.get(id) ?? 0), 0);
  };

  return {
    async noteTended(saleIds, at) {
      if (saleIds.length === 0) return;
      await database.drizzle
        .update(sales)
        .set({ tendedAt: at })
        .where(inArray(sales.id, [...saleIds]));
    },
    health: async (now) => ({
      untendedSeconds: await untendedSeconds(now),
      unorderedSeconds: await unorderedSeconds(now),
      unservedTickets: await unservedTickets(now),
    }),
  };
};
