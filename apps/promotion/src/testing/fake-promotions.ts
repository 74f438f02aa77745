import { newId, Refusal } from "@caravan/contracts";
import type { By, Check, HistoryEntry, PromotionStore, StoredReply } from "../dependencies.ts";
import { decide } from "../domain/command.ts";
import { givenShare, isRunning, type Promotion } from "../domain/promotion.ts";
import {
  codeTaken,
  notACoupon,
  promotionEnded,
  promotionOver,
  promotionUnknown,
} from "../domain/refusals.ts";
import { fileReply } from "../replies.ts";

const keyReused = () =>
  new Refusal({ kind: "unprocessable", code: "idempotency-key-reused", detail: "Use a new key." });

const byId = (a: Promotion, b: Promotion): number => (a.id < b.id ? -1 : 1);

/** The promotions in memory: the guarantees of the real store, without a database. */
export const fakePromotions = () => {
  const kept = new Map<string, Promotion>();
  const notes: (HistoryEntry & { readonly id: string })[] = [];
  const grants: { readonly id: string; readonly account: string }[] = [];
  const erased = new Set<string>();
  const replies = new Map<string, { readonly request: string; readonly reply?: StoredReply }>();

  const all = (counts: (promotion: Promotion) => boolean) => [...kept.values()].filter(counts).sort(byId);
  const known = (id: string): Promotion => {
    const found = kept.get(id);
    if (found === undefined) throw promotionUnknown(id);
    return found;
  };
  const note = (id: string, what: string, { at, who, why }: By) => notes.push({ id, at, what, who, why });
  /** The reply to the same request under the same key, if there is one. */
  const once = async (
    scope: string,
    { who, why, key }: By,
    asked: object,
    work: () => StoredReply,
    check?: Check,
  ) => {
    const [name, request] = [`${scope} ${who} ${key}`, JSON.stringify({ why, ...asked })];
    const before = replies.get(name);
    if (before !== undefined && before.request !== request) throw keyReused();
    if (before?.reply !== undefined) return { ...before.reply, replayed: true };
    // As in the database: a refused request keeps its key.
    replies.set(name, { request });
    await check?.();
    const reply = work();
    replies.set(name, { request, reply });
    return reply;
  };
  const shown = (id: string): StoredReply => {
    const body = fileReply(
      known(id),
      notes.filter((one) => one.id === id),
    );
    return { status: 201, body, replayed: false };
  };

  const store: PromotionStore = {
    find: async (id) => kept.get(id),
    all: async () => all(() => true).reverse(),
    history: async (id) => notes.flatMap(({ id: of, ...entry }) => (of === id ? [entry] : [])),
    rules: async (now) =>
      all((one) => one.kind === "rule" && isRunning(one, now)).sort((a, b) => b.priority - a.priority),
    byCodes: async (codes) => all(({ code }) => code !== null && codes.includes(code)),
    givenTo: async (account, now) => {
      const theirs = grants.filter((grant) => grant.account === account).map(({ id }) => id);
      return all((one) => theirs.includes(one.id) && isRunning(one, now)).sort(
        (a, b) => a.endsAt.getTime() - b.endsAt.getTime(),
      );
    },
    mostGiven: async (now, limit) =>
      all((one) => isRunning(one, now) && givenShare(one) !== null)
        .sort((a, b) => (givenShare(b) ?? 0) - (givenShare(a) ?? 0))
        .slice(0, limit),
    create: (terms, by, check) => {
      const work = () => {
        if (terms.code !== null && all(({ code }) => code === terms.code).length > 0)
          throw codeTaken(terms.code);
        const figures = { held: 0, used: 0, heldCents: 0, usedCents: 0 };
        const id = newId("prm");
        kept.set(id, { ...terms, ...figures, id, state: "draft", createdAt: by.at });
        note(id, "created", by);
        return shown(id);
      };
      return once("create", by, terms, work, check);
    },
    command: async (id, command, by) => {
      await once(command, by, { id }, () => {
        const found = known(id);
        const activeRules = all(({ kind, state }) => kind === "rule" && state === "active").length;
        const state = decide(found, command, { now: by.at, activeRules });
        if (state === undefined) return shown(id);
        kept.set(id, { ...found, state });
        note(id, command, by);
        return shown(id);
      });
      return known(id);
    },
    give: async (id, accounts, by, check) => {
      const work = () => {
        const { kind, state, endsAt } = known(id);
        if (kind !== "coupon") throw notACoupon(id);
        if (state === "ended") throw promotionEnded(id);
        if (endsAt <= by.at) throw promotionOver(id);
        const living = [...new Set(accounts)].filter((account) => !erased.has(account));
        const fresh = living.filter(
          (it) => !grants.some(({ id: of, account }) => of === id && account === it),
        );
        grants.push(...fresh.map((account) => ({ id, account })));
        if (living.length > 0) note(id, `given to ${living.length}`, by);
        return shown(id);
      };
      await once("give", by, { id, accounts }, work, check);
      return known(id);
    },
  };
  return {
    store,
    /** What orders take of one: the test says it. */
    take: async (id: string, heldCents: number) => {
      const found = known(id);
      kept.set(id, { ...found, heldCents, held: found.held + 1 });
    },
    erase: async (account: string) => {
      erased.add(account);
    },
  };
};
