import { fileURLToPath } from "node:url";
import { openTestDatabase, type TestDatabase } from "@caravan/database/testing";
import { callbacksTable, type PlannedCallback } from "@caravan/partner";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Decide, IntentStore } from "../dependencies.ts";
import type { Intent, Step } from "../domain/intent.ts";
import { fakeIntents } from "../testing/fake-intents.ts";
import { decide, make, now, refund } from "../testing/some-intents.ts";
import { openIntents } from "./intents.ts";
import * as schema from "./schema.ts";

const migrationsFolder = fileURLToPath(new URL("../../migrations", import.meta.url));
let test: TestDatabase;
beforeAll(async () => {
  test = await openTestDatabase({ migrationsFolder, schema });
});
afterAll(() => test.close());

const today = { from: new Date("2026-11-25T00:00:00.000Z"), to: new Date("2026-11-26T00:00:00.000Z") };
const whole = { after: undefined, limit: 1_000 };
const inMariaDb = () => {
  const sent: PlannedCallback[] = [];
  const store = openIntents({ database: test.database, send: (callbacks) => void sent.push(...callbacks) });
  return { store, sent };
};
const fake = () => {
  const { store, callbacks } = fakeIntents();
  return { store, sent: callbacks };
};

describe.each([
  { name: "in MariaDB", open: inMariaDb },
  { name: "fake", open: fake },
])("the store of intents ($name)", ({ open }) => {
  let store: IntentStore;
  let sent: PlannedCallback[];
  beforeAll(() => {
    ({ store, sent } = open());
  });
  const created = async () => {
    const intent = make();
    expect(await store.create(intent)).toBe("created");
    return intent;
  };
  const take = (intent: Intent, step: Step) => store.change(intent.id, decide(step), now);

  it("keeps the return address and the number of declined cards", async () => {
    const intent = make();
    await store.create(intent);
    const returnUrl = "https://shop.test/elsewhere";
    await store.change(intent.id, decide({ step: "readdress", returnUrl }), now);
    await store.change(intent.id, decide({ step: "decline", reason: "declined" }), now);
    const again = await store.change(intent.id, decide({ step: "readdress", returnUrl }), now);
    expect(again?.changed).toBe(false);
    expect(await store.find(intent.id)).toEqual({ ...intent, returnUrl, declinedCards: 1 });
  });

  it("knows the refunds that will fail, and fails each once", async () => {
    const intent = make();
    await store.create(intent);
    for (const step of [{ step: "authorise" }, { step: "capture" }] as const)
      await store.change(intent.id, decide(step), now);
    const failing = { intentId: intent.id, refundReference: "r1", at: new Date(now.getTime() + 1_000) };
    const later: Decide = (known, refunds) => ({ ...decide(refund("r1", 400))(known, refunds), failing });
    await store.change(intent.id, later, now);
    expect(await store.failingDue(now, 5)).toEqual([]);
    const [due] = await store.failingDue(failing.at, 5);
    expect(due).toEqual(failing);
    for (let i = 0; i < 2; i += 1)
      await store.change(intent.id, decide({ step: "fail-refund", refundReference: "r1" }), now);
    if (due) await store.forgetFailing(due);
    expect(await store.failingDue(failing.at, 5)).toEqual([]);
    await expect(store.change(intent.id, decide(refund("r1", 400)), now)).rejects.toMatchObject({
      code: "refund-failed",
    });
    await store.change(intent.id, decide(refund("r2", 1000)), now);
    expect(await store.find(intent.id)).toMatchObject({ refundedCents: 1000 });
  });

  it("holds one intent per reference, also among many concurrent requests", async () => {
    const intent = await created();
    const others = Array.from({ length: 20 }, () => make());
    const twin = make({ merchantReference: intent.merchantReference });
    const outcomes = await Promise.all([...others, twin].map((it) => store.create(it)));
    expect(outcomes).toEqual([...others.map(() => "created"), "reference-known"]);
    expect(await store.findByReference(intent.merchantReference)).toEqual(intent);
    expect(await store.find(intent.id)).toEqual(intent);
    expect([await store.find(twin.id), await store.findByReference("other")]).toEqual([undefined, undefined]);
    expect(await take(make(), { step: "void" })).toBeUndefined();
  });

  it("captures once, with its ledger and callbacks, for any number of concurrent requests", async () => {
    const intent = await created();
    await take(intent, { step: "authorise" });
    sent.length = 0;
    const captures = await Promise.all(Array.from({ length: 10 }, () => take(intent, { step: "capture" })));
    expect(captures.filter((it) => it?.changed)).toHaveLength(1);
    expect(sent.map(({ body }) => body)).toEqual(["intent.captured"]);
    expect(await store.find(intent.id)).toEqual({ ...intent, status: "captured", capturedCents: 1000 });
    const lines = (await store.movements(today, whole)).filter(({ intentId }) => intentId === intent.id);
    expect(lines.map(({ type, amountCents }) => [type, amountCents])).toEqual([
      ["capture", 1000],
      ["fee", -39],
    ]);
  });

  it("refuses one of many concurrent requests, and does the others", async () => {
    const [one, other] = [await created(), await created()];
    await take(one, { step: "authorise" });
    const outcomes = await Promise.allSettled([
      take(one, { step: "capture" }),
      take(other, { step: "capture" }),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
    expect((await store.find(one.id))?.status).toBe("captured");
  });

  it("refunds once per reference and never more than was captured, for any number of concurrent requests", async () => {
    const intent = await created();
    await take(intent, { step: "authorise" });
    await take(intent, { step: "capture" });
    const asked = [refund("a", 400), refund("a", 400), refund("b", 500), refund("c", 200), refund("a", 1)];
    await Promise.allSettled(asked.map((step) => take(intent, step)));
    const given = (await store.movements(today, whole)).filter(
      ({ intentId, type }) => intentId === intent.id && type === "refund",
    );
    expect(given.map(({ refundReference, amountCents }) => [refundReference, amountCents])).toEqual([
      ["a", -400],
      ["b", -500],
    ]);
    expect(await store.find(intent.id)).toMatchObject({ refundedCents: 900 });
    expect(await take(intent, refund("b", 500))).toMatchObject({ changed: false });
    await expect(take(intent, refund("b", 1))).rejects.toThrow("refund-differs");
    expect(await take(intent, refund("d", 100))).toMatchObject({ intent: { refundedCents: 1000 } });
  });

  it("shows the ledger of one day only, and its sum", async () => {
    const tomorrow = { from: today.to, to: new Date(today.to.getTime() + 1) };
    expect(await store.movements(tomorrow, whole)).toEqual([]);
    expect(await store.total(tomorrow)).toEqual({ count: 0, sumCents: 0 });
    const all = await store.movements(today, whole);
    const sumCents = all.reduce((sum, { amountCents }) => sum + amountCents, 0);
    expect(await store.total(today)).toEqual({ count: all.length, sumCents });
  });

  it("shows the same ledger for any page size, also within one timestamp and one change", async () => {
    for (const at of [now, new Date("2026-11-25T11:00:00.000Z"), now]) {
      const intent = await created();
      await take(intent, { step: "authorise" });
      await store.change(intent.id, decide({ step: "capture" }), at);
    }
    const all = await store.movements(today, whole);
    expect(all[0]?.at).toEqual(new Date("2026-11-25T11:00:00.000Z"));
    for (const limit of [1, 2, 3]) {
      const cut = [];
      for (let page = await store.movements(today, { after: undefined, limit }); page.length > 0; ) {
        cut.push(...page);
        page = await store.movements(today, { after: page.at(-1), limit });
      }
      expect(cut).toEqual(all);
    }
  });
});

it("writes callbacks with their change, so that they are sent after a crash", async () => {
  const { store } = inMariaDb();
  const intent = make();
  await store.create(intent);
  await test.database.drizzle.delete(callbacksTable);
  await store.change(intent.id, decide({ step: "authorise" }), now);
  const rows = await test.database.drizzle.select().from(callbacksTable);
  expect(rows).toMatchObject([{ body: "intent.authorised", attempts: 0 }]);
});
