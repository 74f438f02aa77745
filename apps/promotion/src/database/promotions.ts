import { newId, type PromotionFile } from "@caravan/contracts";
import {
  type Database,
  hashRequest,
  idempotent,
  isDuplicateEntry,
  type Transaction,
} from "@caravan/database";
import { and, asc, count, desc, eq, gt, gte, inArray, isNotNull, lte, or, sql } from "drizzle-orm";
import type { By, Check, HistoryEntry, PromotionStore } from "../dependencies.ts";
import { decide } from "../domain/command.ts";
import { fewUses, type Promotion } from "../domain/promotion.ts";
import {
  codeTaken,
  notACoupon,
  promotionEnded,
  promotionOver,
  promotionUnknown,
} from "../domain/refusals.ts";
import { fileReply } from "../replies.ts";
import type { PeopleOf } from "./people.ts";
import { grants, promotionHistory as history, promotions as table } from "./schema.ts";

/** Most promotions in a list. */
const mostListed = 100;

const counting = (now: Date) =>
  and(eq(table.state, "active"), lte(table.startsAt, now), gt(table.endsAt, now));

export const openPromotions = (database: Database, people: PeopleOf): PromotionStore => {
  const note = (tx: Transaction, promotionId: string, { at, what, who, why }: HistoryEntry) =>
    tx.insert(history).values({ promotionId, at, what, who, why });

  const find = async (id: string): Promise<Promotion | undefined> =>
    (await database.drizzle.select().from(table).where(eq(table.id, id)))[0];

  const lock = async (tx: Transaction, id: string): Promise<Promotion> => {
    const [found] = await tx.select().from(table).where(eq(table.id, id)).for("update");
    if (found === undefined) throw promotionUnknown(id);
    return found;
  };

  /** Does a command once per key, and returns the promotion as it is afterwards: whatever was made of it since stands. */
  const once = async (
    scope: string,
    id: string,
    content: object,
    { who, why, key }: By,
    work: (tx: Transaction) => Promise<void>,
    check?: Check,
  ): Promise<Promotion> => {
    const asked = { scope: `${scope}:${who}`, key, requestHash: hashRequest({ id, why, ...content }) };
    await idempotent<null>({ database, ...asked, newResourceId: () => id }, async ({ complete }) => {
      await check?.();
      return database.transaction(async (tx) => {
        await work(tx);
        await complete(tx, { status: 200, body: null });
        return { status: 200, body: null };
      });
    });
    const after = await find(id);
    if (after === undefined) throw promotionUnknown(id);
    return after;
  };

  return {
    find,

    all: () => database.drizzle.select().from(table).orderBy(desc(table.id)).limit(mostListed),

    history: (id) =>
      database.drizzle
        .select({ at: history.at, what: history.what, who: history.who, why: history.why })
        .from(history)
        .where(eq(history.promotionId, id))
        .orderBy(asc(history.number))
        .limit(1000),

    rules: (now) =>
      database.drizzle
        .select()
        .from(table)
        .where(and(counting(now), eq(table.kind, "rule")))
        .orderBy(desc(table.priority), asc(table.id)),

    byCodes: async (codes) =>
      codes.length === 0
        ? []
        : database.drizzle
            .select()
            .from(table)
            .where(inArray(table.code, [...codes])),

    givenTo: async (account, now) => {
      const rows = await database.drizzle
        .select({ promotion: table })
        .from(grants)
        .innerJoin(table, eq(table.id, grants.promotionId))
        .where(and(eq(grants.accountId, account), counting(now)))
        .orderBy(asc(table.endsAt), asc(table.id))
        .limit(mostListed);
      return rows.map(({ promotion }) => promotion);
    },

    mostGiven: (now, limit) => {
      const ofBudget = sql`coalesce((${table.heldCents} + ${table.usedCents}) / ${table.budgetCents}, 0)`;
      const hasUses = gte(table.mostUses, fewUses);
      const ofUses = sql`if(${hasUses}, (${table.held} + ${table.used}) / ${table.mostUses}, 0)`;
      return database.drizzle
        .select()
        .from(table)
        .where(and(counting(now), or(isNotNull(table.budgetCents), hasUses)))
        .orderBy(desc(sql`greatest(${ofBudget}, ${ofUses})`), asc(table.id))
        .limit(limit);
    },

    create: (terms, { who, why, key, at }, check) =>
      idempotent<PromotionFile>(
        {
          database,
          scope: `createPromotion:${who}`,
          key,
          requestHash: hashRequest({ terms, why }),
          newResourceId: () => newId("prm"),
        },
        async ({ resourceId: id, complete }) => {
          await check?.();
          return database.transaction(async (tx) => {
            const figures = { held: 0, used: 0, heldCents: 0, usedCents: 0 };
            const fresh: Promotion = { ...terms, ...figures, id, state: "draft", createdAt: at };
            await tx.insert(table).values(fresh);
            const created = { at, what: "created", who, why };
            await note(tx, id, created);
            const response = { status: 201, body: fileReply(fresh, [created]) };
            await complete(tx, response);
            return response;
          });
        },
      ).catch((error: unknown) => {
        throw isDuplicateEntry(error, "promotions_code") ? codeTaken(terms.code ?? "") : error;
      }),

    command: (id, command, by) =>
      once(command, id, {}, by, async (tx) => {
        const found = await lock(tx, id);
        const [active] = await tx
          .select({ rules: count() })
          .from(table)
          .where(and(eq(table.state, "active"), eq(table.kind, "rule")));
        const state = decide(found, command, { now: by.at, activeRules: active?.rules ?? 0 });
        if (state === undefined) return;
        await tx.update(table).set({ state }).where(eq(table.id, id));
        await note(tx, id, { ...by, what: command });
      }),

    give: (id, accounts, by, check) => {
      const work = async (tx: Transaction) => {
        // People before every other lock.
        const owners = await people.resolvePeople(
          tx,
          accounts.map((subject) => ({ subject })),
        );
        const found = await lock(tx, id);
        if (found.kind !== "coupon") throw notACoupon(id);
        if (found.state === "ended") throw promotionEnded(id);
        if (found.endsAt <= by.at) throw promotionOver(id);
        const living = [...owners.values()].filter(({ erasedAt }) => erasedAt === null);
        if (living.length === 0) return;
        await tx
          .insert(grants)
          .values(living.map(({ subject }) => ({ promotionId: id, accountId: subject, givenAt: by.at })))
          .onDuplicateKeyUpdate({ set: { promotionId: id } });
        await note(tx, id, { ...by, what: `given to ${living.length}` });
      };
      return once("give", id, { accounts }, by, work, check);
    },
  };
};
