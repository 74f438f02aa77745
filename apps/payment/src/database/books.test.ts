import type { TestDatabase } from "@caravan/database/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Books, PaymentStore, Reconciliations } from "../dependencies.ts";
import { feeMovement, settledMovement } from "../domain/books.ts";
import { fakeStores } from "../testing/fake-stores.ts";
import { make, now, openRealStores, see } from "../testing/store-fixture.ts";

const opened: TestDatabase[] = [];
afterAll(async () => {
  for (const test of opened) await test.close();
});
const openReal = async () => {
  const stores = await openRealStores();
  opened.push(stores.test);
  return stores;
};

describe.each([
  { name: "in MariaDB", open: openReal },
  { name: "fake", open: async () => fakeStores(() => now) },
])("the books ($name)", ({ open }) => {
  let payments: PaymentStore;
  let books: Books;
  let reconciliations: Reconciliations;
  beforeAll(async () => {
    ({ payments, books, reconciliations } = await open());
  });
  const captured = async () => {
    const payment = make();
    await payments.insert(payment);
    return payments.change(payment.id, see(payment, "captured"));
  };

  it("book what stands for itself once, and of two the first", async () => {
    const at = new Date("2026-11-20T23:59:59.999Z");
    const some = [feeMovement("fee_1", 30), settledMovement("out_1", 400)];
    await books.record(some, at);
    await books.record([...some, settledMovement("fee_1", 5), settledMovement("fee_1", 6)], at);
    const booked = await books.byReferences(["fee_1", "out_1"]);
    expect(booked.map(({ reason, reference }) => `${reason} ${reference}`).sort()).toEqual([
      "fee fee_1",
      "settled fee_1",
      "settled out_1",
    ]);
    const twice = booked.find(({ reason, reference }) => reason === "settled" && reference === "fee_1");
    expect(twice?.lines.map(({ amountCents }) => amountCents).sort()).toEqual([-5, 5]);
  });

  it("list what was captured and refunded within a period, and nothing else", async () => {
    await captured();
    await books.record([feeMovement("fee_2", 30)], now);
    const period = async (from: Date, to: Date) => (await Array.fromAsync(books.exchanged(from, to))).flat();
    const own = await period(now, new Date(now.getTime() + 1));
    expect(own.length).toBeGreaterThan(0);
    expect(new Set(own.map(({ reason }) => reason)).has("fee")).toBe(false);
    for (const { lines } of own) expect(lines).toHaveLength(2);
    expect(await period(new Date(0), now)).toEqual([]);
  });

  it("give a day to one of several who would compare it, and again after a while", async () => {
    const [date, later] = ["2026-11-19", new Date(now.getTime() + 3_600_000)];
    const claims = await Promise.all([1, 2, 3].map(() => reconciliations.claim(date, now, now)));
    expect(claims.filter(Boolean)).toHaveLength(1);
    expect(await reconciliations.claim(date, now, later)).toBe(false);
    expect(await reconciliations.claim(date, later, later)).toBe(true);
  });

  it("keep the last comparison of a day", async () => {
    const result = { date: "2026-11-20", status: "matched", matchedLines: 1, differences: [] } as const;
    expect(await reconciliations.find(result.date)).toBeUndefined();
    for (const ranAt of ["2026-11-21T00:00:00.000Z", "2026-11-21T01:00:00.000Z"])
      await reconciliations.save({ ...result, differences: [], ranAt });
    expect(await reconciliations.find(result.date)).toMatchObject({ ranAt: "2026-11-21T01:00:00.000Z" });
  });
});
