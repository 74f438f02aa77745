import { newId, type SaleFile } from "@caravan/contracts";
import { type Database, hashRequest, idempotent, type Transaction } from "@caravan/database";
import { and, asc, count, desc, eq, gte, inArray, isNotNull, isNull, lt, ne, or, sql } from "drizzle-orm";
import type { SaleStore } from "../dependencies.ts";
import { decide } from "../domain/command.ts";
import { saleUnknown } from "../domain/refusals.ts";
import type { Sale } from "../domain/sale.ts";
import { fileReply, noTickets, type TicketSums } from "../replies.ts";
import { decisions, entries, saleHistory, sales, tickets } from "./schema.ts";

/** Most sales in a list. */
const mostListed = 100;

/** How long an ended sale stays in the public list. */
const shownAfterEndSeconds = 24 * 3600;

/** Rows that one statement of tidying changes. */
const mostChanged = 5000;

export const openSales = (database: Database): SaleStore => {
  const note = (
    tx: Transaction,
    saleId: string,
    entry: { at: Date; what: string; who: string; why: string },
  ) => tx.insert(saleHistory).values({ saleId, ...entry });

  return {
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
            ne(sales.phase, "draft"),
            gte(sales.endsAt, new Date(now.getTime() - shownAfterEndSeconds * 1000)),
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
              epoch: 0,
              sold: 0,
              rebuildNeeded: false,
            } as const;
            const sale: Sale = { ...terms, ...fresh, ...secrets, id, createdAt: at };
            await tx.insert(sales).values(sale);
            const created = { at, what: "created", who, why };
            await note(tx, id, created);
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
            await note(tx, saleId, { at, what: command.kind, who, why });
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

    async keep(keeper, now, until) {
      const due = and(
        inArray(sales.phase, ["running", "paused", "closed"]),
        or(isNull(sales.keptUntil), lt(sales.keptUntil, now), eq(sales.keptBy, keeper)),
      );
      await database.drizzle.update(sales).set({ keptBy: keeper, keptUntil: until }).where(due);
      return database.drizzle
        .select()
        .from(sales)
        .where(and(eq(sales.keptBy, keeper), eq(sales.keptUntil, until)));
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

    async unsettled(saleId) {
      const [row] = await database.drizzle
        .select({ count: count() })
        .from(tickets)
        .where(and(eq(tickets.saleId, saleId), eq(tickets.status, "admitted"), eq(tickets.paid, false)));
      return row?.count ?? 0;
    },

    async settle(saleId, at, why) {
      await database.transaction(async (tx) => {
        const settled = and(eq(sales.id, saleId), eq(sales.phase, "closed"));
        const [changed] = await tx.update(sales).set({ phase: "settled" }).where(settled);
        if (changed.affectedRows === 1) await note(tx, saleId, { at, what: "settled", who: "flash", why });
      });
    },

    async forgetOldDecisions(saleId, epoch) {
      const old = and(eq(decisions.saleId, saleId), lt(decisions.epoch, epoch));
      await database.drizzle.delete(decisions).where(old).limit(mostChanged);
    },

    async forgetAddresses(saleId) {
      const kept = and(eq(entries.saleId, saleId), isNotNull(entries.deliverTo));
      for (let count = mostChanged; count === mostChanged; ) {
        const [changed] = await database.drizzle
          .update(entries)
          .set({ deliverTo: null })
          .where(kept)
          .limit(mostChanged);
        count = changed.affectedRows;
      }
    },

    async close(saleId, at, why) {
      await database.transaction(async (tx) => {
        const open = and(eq(sales.id, saleId), inArray(sales.phase, ["running", "paused"]));
        const [changed] = await tx
          .update(sales)
          .set({ phase: "closed", rebuildNeeded: sql`true` })
          .where(open);
        if (changed.affectedRows === 1) await note(tx, saleId, { at, what: "end", who: "flash", why });
      });
    },
  };
};
