import type { Database } from "@caravan/database";
import { and, asc, eq, gt, inArray, or, sql } from "drizzle-orm";
import type { WatchedTickets } from "../watching/watched-tickets.ts";
import { tickets } from "./schema.ts";

/** What those who watch sales are told of: changed tickets, and the line. */
export const openWatched = (database: Database): WatchedTickets => ({
  async now() {
    const [row] = await database.drizzle
      .select({ now: sql<string>`date_format(current_timestamp(3), '%Y-%m-%dT%H:%i:%s.%f')` })
      .from(sql`dual`);
    return new Date(`${row?.now.slice(0, 23)}Z`);
  },

  changed: (saleIds, { at, position }, limit) =>
    database.drizzle
      .select()
      .from(tickets)
      .where(
        and(
          inArray(tickets.saleId, [...saleIds]),
          or(gt(tickets.changedAt, at), and(eq(tickets.changedAt, at), gt(tickets.position, position))),
        ),
      )
      .orderBy(asc(tickets.changedAt), asc(tickets.position))
      .limit(limit),

  async line(saleId) {
    const rows = await database.drizzle
      .select({ position: tickets.position })
      .from(tickets)
      .where(and(eq(tickets.saleId, saleId), eq(tickets.status, "waiting")))
      .orderBy(asc(tickets.position));
    return Float64Array.from(rows, ({ position }) => position);
  },
});
