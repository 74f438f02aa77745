import { newId, type SaleFile } from "@caravan/contracts";
import { type Database, hashRequest, idempotent } from "@caravan/database";
import { and, asc, count, desc, eq, gte, inArray, isNotNull, sql } from "drizzle-orm";
import type { SaleStore } from "../dependencies.ts";
import { decide } from "../domain/command.ts";
import { saleUnknown } from "../domain/refusals.ts";
import type { Sale } from "../domain/sale.ts";
import { fileReply, noTickets, type TicketSums } from "../replies.ts";
import { noteChange, openKeptSales } from "./kept-sales.ts";
import { openSaleHealth } from "./sale-health.ts";
import { saleHistory, sales, tickets } from "./schema.ts";

/** Most sales in a list. */
const mostListed = 100;

/** How long an ended sale stays in the public list. */
const shownAfterEndSeconds = 24 * 3600;

export const openSales = (database: Database): SaleStore => ({
  ...openKeptSales(database),
  ...openSaleHealth(database),

  async find(id) {
    const [sale] = await database.drizzle.select().from(sales).where(eq(sales.id, id));
    return sale;
  },

  announced: (now) =>
    database.drizzle
      .select()
      .from(sales)
      .where(
        and(
          isNotNull(sales.allotmentId),
          gte(
            sql`coalesce(${sales.endedAt}, ${sales.endsAt})`,
            sql.param(new Date(now.getTime() - shownAfterEndSeconds * 1000), sales.endsAt),
          ),
        ),
      )
      .orderBy(asc(sales.opensAt))
      .limit(mostListed),

  all: () => database.drizzle.select().from(sales).orderBy(desc(sales.id)).limit(mostListed),

  history: (saleId) =>
    database.drizzle
      .select({ at: saleHistory.at, what: saleHistory.what, who: saleHistory.who, why: saleHistory.why })
      .from(saleHistory)
      .where(eq(saleHistory.saleId, saleId))
      .orderBy(asc(saleHistory.number)),

  create: ({ terms, who, why, key, at, secrets }) =>
    idempotent<SaleFile>(
      {
        database,
        scope: `createSale:${who}`,
        key,
        requestHash: hashRequest({ terms, why }),
        newResourceId: () => newId("sal"),
      },
      ({ resourceId: id, complete }) =>
        database.transaction(async (tx) => {
          const fresh = {
            phase: "draft",
            allotmentId: null,
            allotmentAskedAt: null,
            endedAt: null,
            epoch: 0,
            sold: 0,
            rebuildNeeded: false,
          } as const;
          const sale: Sale = { ...terms, ...fresh, ...secrets, id, createdAt: at };
          await tx.insert(sales).values(sale);
          const created = { at, what: "created", who, why };
          await noteChange(tx, id, created);
          const response = { status: 201, body: fileReply(sale, noTickets, [created], at) };
          await complete(tx, response);
          return response;
        }),
    ),

  async command(saleId, command, { who, why, at, key }) {
    const content = { saleId, why, ...(command.kind === "set-difficulty" && command) };
    const asked = { scope: `${command.kind}:${who}`, key, requestHash: hashRequest(content) };
    let sale: Sale | undefined;
    await idempotent<null>({ database, ...asked, newResourceId: () => saleId }, ({ complete }) =>
      database.transaction(async (tx) => {
        const [found] = await tx.select().from(sales).where(eq(sales.id, saleId)).for("update");
        if (found === undefined) throw saleUnknown(saleId);
        const change = decide(found, command, at);
        if (change !== undefined) {
          await tx.update(sales).set(change).where(eq(sales.id, saleId));
          await noteChange(tx, saleId, { at, what: command.kind, who, why });
        }
        sale = { ...found, ...change };
        await complete(tx, { status: 200, body: null });
        return { status: 200, body: null };
      }),
    );
    // Done before under this key: whatever was made of the sale since then stands.
    sale ??= await this.find(saleId);
    if (sale === undefined) throw saleUnknown(saleId);
    return sale;
  },

  async askForRebuild(saleId) {
    await database.drizzle.update(sales).set({ rebuildNeeded: true }).where(eq(sales.id, saleId));
  },

  async sums(saleIds) {
    if (saleIds.length === 0) return new Map();
    const rows = await database.drizzle
      .select({ saleId: tickets.saleId, status: tickets.status, paid: tickets.paid, count: count() })
      .from(tickets)
      .where(inArray(tickets.saleId, [...saleIds]))
      .groupBy(tickets.saleId, tickets.status, tickets.paid);
    const sums = new Map<string, TicketSums>();
    for (const { saleId, status, paid, count: some } of rows) {
      const known = sums.get(saleId) ?? noTickets;
      const paidToo = paid && status === "admitted" ? some : 0;
      sums.set(saleId, { ...known, [status]: known[status] + some, paid: known.paid + paidToo });
    }
    return sums;
  },
});
