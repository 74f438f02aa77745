import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { newId, Refusal } from "@caravan/contracts";
import { openTestDatabase, type TestDatabase } from "@caravan/database/testing";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { By, PromotionStore } from "../dependencies.ts";
import type { Terms } from "../domain/promotion.ts";
import { fakePromotions } from "../testing/fake-promotions.ts";
import { openStores } from "./open-stores.ts";
import * as schema from "./schema.ts";

const opened: TestDatabase[] = [];
afterAll(async () => {
  for (const test of opened) await test.close();
});

const now = new Date("2026-11-30T12:00:00.000Z");
const hoursLater = (hours: number) => new Date(now.getTime() + hours * 3_600_000);

const inMariaDb = async () => {
  const migrationsFolder = fileURLToPath(new URL("../../migrations", import.meta.url));
  const test = await openTestDatabase({ migrationsFolder, schema });
  opened.push(test);
  const { promotions: store, people } = openStores(test.database, () => now);
  return {
    store,
    take: async (id: string, heldCents: number) => {
      const { promotions } = schema;
      const held = sql`${promotions.held} + 1`;
      await test.database.drizzle.update(promotions).set({ heldCents, held }).where(eq(promotions.id, id));
    },
    erase: (account: string) => people.eraseUser(randomUUID(), account, now),
  };
};

describe.each([
  { name: "in MariaDB", open: inMariaDb },
  { name: "fake", open: async () => fakePromotions() },
])("the store of promotions ($name)", ({ open }) => {
  let shop: Awaited<ReturnType<typeof open>>;
  let store: PromotionStore;
  beforeEach(async () => {
    shop = await open();
    ({ store } = shop);
  });

  const by = (key: string = randomUUID()): By => ({ who: "staff:usr_1", why: "a test", at: now, key });
  const terms = (more: Partial<Terms> = {}): Terms => ({
    ...{ kind: "rule", name: "Spring", code: null, onlyGiven: false, priority: 100, combines: true },
    ...{ benefit: { type: "percent", percent: 10 }, startsAt: hoursLater(-1), endsAt: hoursLater(1) },
    condition: { firstOrder: false, audience: "everyone" },
    ...{ mostUses: null, perPerson: null, budgetCents: null },
    ...more,
  });
  const coupon = (code: string, more: Partial<Terms> = {}) => terms({ kind: "coupon", code, ...more });
  const draft = async (wanted = terms()) => (await store.create(wanted, by())).body.id;
  const active = async (wanted = terms()) => (await store.command(await draft(wanted), "activate", by())).id;
  const refused = (work: Promise<unknown>) =>
    work.then(
      () => "nothing was refused",
      ({ code }: { code: string }) => code,
    );
  const ids = async (found: Promise<readonly { id: string }[]>) => (await found).map(({ id }) => id);

  it("creates a draft once per key, and no code twice", async () => {
    const first = await store.create(coupon("ONE"), by("key-1"));
    expect(first).toMatchObject({ status: 201, replayed: false, body: { state: "draft", code: "ONE" } });
    expect(await store.create(coupon("ONE"), by("key-1"))).toEqual({ ...first, replayed: true });
    expect(await refused(store.create(coupon("TWO"), by("key-1")))).toBe("idempotency-key-reused");
    expect(await refused(store.create(coupon("ONE"), by("key-2")))).toBe("code-taken");
    expect(await ids(store.all())).toEqual([first.body.id]);
    expect(await store.find(first.body.id)).toMatchObject({ ...coupon("ONE"), state: "draft", held: 0 });
    expect(await store.find(newId("prm"))).toBeUndefined();
  });

  it("asks others before it writes anything, and not again about what was done under a key", async () => {
    const asked: string[] = [];
    const check = (answer: string) => async () => {
      asked.push(answer);
      if (answer !== "yes") throw new Refusal({ kind: "unavailable", code: answer, detail: "Away." });
    };
    const [made, given] = [by("key-5"), by("key-6")];
    expect(await refused(store.create(coupon("ASKED"), made, check("away")))).toBe("away");
    expect(await ids(store.all())).toEqual([]);
    for (const answer of ["yes", "no"]) await store.create(coupon("ASKED"), made, check(answer));
    const [id = ""] = await ids(store.all());
    expect(await refused(store.give(id, [newId("usr")], given, check("away")))).toBe("away");
    expect(await store.history(id)).toHaveLength(1);
    expect(await refused(store.give(id, [newId("usr")], by(), check("no")))).toBe("no");
    const ann = [newId("usr")];
    const fresh = by("key-7");
    for (const answer of ["yes", "no"]) await store.give(id, ann, fresh, check(answer));
    expect([asked, (await store.history(id)).length]).toEqual([["away", "yes", "away", "no", "yes"], 2]);
  });

  it("does a command once per key and notes it, and nothing of a command that is refused", async () => {
    const id = await draft();
    expect(await refused(store.command(id, "pause", by()))).toBe("promotion-not-active");
    expect(await store.command(id, "activate", by())).toMatchObject({ state: "active" });
    expect(await store.command(id, "pause", by("key-1"))).toMatchObject({ state: "paused" });
    await store.command(id, "resume", by());
    expect(await store.command(id, "pause", by("key-1")), "done before").toMatchObject({ state: "active" });
    await store.command(id, "activate", by());
    const did = (await store.history(id)).map(({ what, who, why, at }) => [what, who, why, at]);
    expect(did).toEqual(
      ["created", "activate", "pause", "resume"].map((what) => [what, "staff:usr_1", "a test", now]),
    );
    expect(await refused(store.command(newId("prm"), "end", by()))).toBe("promotion-unknown");
    expect(await refused(store.command(await draft(), "pause", by("key-1")))).toBe("idempotency-key-reused");
  });

  it("finds the rules that count at a time in the order of their application, and coupons by their codes", async () => {
    const [older, newer] = [await active(), await active()];
    const first = await active(terms({ priority: 900 }));
    const later = await active(terms({ startsAt: hoursLater(1), endsAt: hoursLater(2) }));
    const [code, paused] = [await active(coupon("CODE")), await active()];
    await store.command(paused, "pause", by());
    const secret = await draft(coupon("DRAFT"));
    expect(await ids(store.rules(now))).toEqual([first, older, newer]);
    expect(await ids(store.rules(hoursLater(1)))).toEqual([later]);
    expect((await ids(store.byCodes(["DRAFT", "CODE", "NONE"]))).toSorted()).toEqual(
      [code, secret].toSorted(),
    );
    expect(await store.byCodes([])).toEqual([]);
  });

  it("gives coupons to accounts that are not erased, each once, and tells theirs that count, the one that ends first before the others", async () => {
    const [ann, bob, eve] = [newId("usr"), newId("usr"), newId("usr")];
    await shop.erase(eve);
    const long = await active(coupon("LONG", { endsAt: hoursLater(9) }));
    const short = await active(coupon("SHORT"));
    const unborn = await draft(coupon("UNBORN"));
    for (const id of [long, short, unborn]) await store.give(id, [ann, ann, eve], by());
    await store.give(long, [ann], by());
    expect(await ids(store.givenTo(ann, now))).toEqual([short, long]);
    expect(await ids(store.givenTo(ann, hoursLater(1)))).toEqual([long]);
    for (const who of [bob, eve]) expect(await store.givenTo(who, now)).toEqual([]);
    expect((await store.history(long)).slice(2).map(({ what }) => what)).toEqual([
      "given to 1",
      "given to 1",
    ]);
    expect(await refused(store.give(await draft(), [ann], by()))).toBe("not-a-coupon");
    await store.command(long, "end", by());
    expect(await refused(store.give(long, [bob], by()))).toBe("promotion-ended");
  });

  it("tells which have given the largest share of what they may give", async () => {
    const [third, most] = [
      await active(terms({ budgetCents: 3_000 })),
      await active(terms({ budgetCents: 1_000 })),
    ];
    const tenth = await active(terms({ mostUses: 10 }));
    const few = await active(terms({ mostUses: 1 }));
    for (const id of [third, most]) await shop.take(id, 900);
    for (const id of [tenth, few]) await shop.take(id, 900);
    await draft(terms({ budgetCents: 1 }));
    expect(await ids(store.mostGiven(now, 9))).toEqual([most, third, tenth]);
    expect(await ids(store.mostGiven(now, 1))).toEqual([most]);
  });
});
