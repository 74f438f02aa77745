import type { Database, Transaction } from "@caravan/database";
import { and, asc, count, eq, inArray, isNotNull, isNull, lt, or } from "drizzle-orm";
import type { SaleStore } from "../dependencies.ts";
import type { Sale, SalePhase } from "../domain/sale.ts";
import { decisions, entries, saleHistory, sales, tickets } from "./schema.ts";

/** Rows that one statement of tidying changes. */
const mostChanged = 5000;

/** Of sales that a keeper looks after: announced, and not settled. */
const keptPhases = ["running", "paused", "closed"] as const satisfies readonly SalePhase[];

/** Drafts of one look. */
const mostDrafts = 100;

/** Writes down who did what to a sale, when and why. */
export const noteChange = async (
  tx: Transaction,
  saleId: string,
  entry: { readonly at: Date; readonly what: string; readonly who: string; readonly why: string },
): Promise<void> => {
  await tx.insert(saleHistory).values({ saleId, ...entry });
};

/** Repeats a statement until it finds fewer rows than it may change. */
const untilFew = async (change: () => Promise<number>): Promise<void> => {
  while ((await change()) === mostChanged);
};

/** What keepers do with sales. */
export const openKeptSales = (
  database: Database,
): Pick<
  SaleStore,
  | "keep"
  | "announcedTerms"
  | "noteAllotmentAsked"
  | "unfinishedDrafts"
  | "forgetAsked"
  | "endDraft"
  | "unsettled"
  | "settle"
  | "forgetOldDecisions"
  | "forgetDecisions"
  | "forgetAddresses"
  | "close"
> => {
  const isDraft = (id: string) => and(eq(sales.id, id), eq(sales.phase, "draft"));
  const isSameDraft = ({ id, allotmentAskedAt }: Sale) =>
    and(
      isDraft(id),
      allotmentAskedAt === null
        ? isNull(sales.allotmentAskedAt)
        : eq(sales.allotmentAskedAt, allotmentAskedAt),
    );

  return {
    async keep(keeper, now, until) {
      const due = and(
        inArray(sales.phase, keptPhases),
        or(isNull(sales.keptUntil), lt(sales.keptUntil, now), eq(sales.keptBy, keeper)),
      );
      await database.drizzle.update(sales).set({ keptBy: keeper, keptUntil: until }).where(due);
      return database.drizzle
        .select()
        .from(sales)
        .where(and(eq(sales.keptBy, keeper), eq(sales.keptUntil, until)));
    },

    announcedTerms: () =>
      database.drizzle
        .select({ id: sales.id, pieces: sales.pieces, line: sales.line, shards: sales.shards })
        .from(sales)
        .where(inArray(sales.phase, keptPhases)),

    async noteAllotmentAsked(saleId, at) {
      await database.drizzle.update(sales).set({ allotmentAskedAt: at }).where(isDraft(saleId));
    },

    unfinishedDrafts: (before) =>
      database.drizzle
        .select()
        .from(sales)
        .where(and(eq(sales.phase, "draft"), lt(sales.allotmentAskedAt, before)))
        .orderBy(asc(sales.allotmentAskedAt))
        .limit(mostDrafts),

    async forgetAsked(draft) {
      await database.drizzle.update(sales).set({ allotmentAskedAt: null }).where(isSameDraft(draft));
    },

    async endDraft(draft, at, why) {
      await database.transaction(async (tx) => {
        const [changed] = await tx
          .update(sales)
          .set({ phase: "closed", endedAt: at })
          .where(isSameDraft(draft));
        if (changed.affectedRows === 1)
          await noteChange(tx, draft.id, { at, what: "end", who: "flash", why });
      });
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
        if (changed.affectedRows === 1)
          await noteChange(tx, saleId, { at, what: "settled", who: "flash", why });
      });
    },

    async forgetOldDecisions(saleId, epoch) {
      const old = and(eq(decisions.saleId, saleId), lt(decisions.epoch, epoch));
      await database.drizzle.delete(decisions).where(old).limit(mostChanged);
    },

    async forgetDecisions(saleId) {
      await untilFew(async () => {
        const [deleted] = await database.drizzle
          .delete(decisions)
          .where(eq(decisions.saleId, saleId))
          .limit(mostChanged);
        return deleted.affectedRows;
      });
    },

    async forgetAddresses(saleId) {
      const kept = and(eq(entries.saleId, saleId), isNotNull(entries.deliverTo));
      await untilFew(async () => {
        const [changed] = await database.drizzle
          .update(entries)
          .set({ deliverTo: null })
          .where(kept)
          .limit(mostChanged);
        return changed.affectedRows;
      });
    },

    async close(saleId, at, why) {
      await database.transaction(async (tx) => {
        const open = and(eq(sales.id, saleId), inArray(sales.phase, ["running", "paused"]));
        const [changed] = await tx
          .update(sales)
          .set({ phase: "closed", rebuildNeeded: true, endedAt: at })
          .where(open);
        if (changed.affectedRows === 1) await noteChange(tx, saleId, { at, what: "end", who: "flash", why });
      });
    },
  };
};
