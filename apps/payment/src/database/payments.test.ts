import type { TestDatabase } from "@caravan/database/testing";
import { eq } from "drizzle-orm";
import { afterAll, describe, expect, it } from "vitest";
import { requestCancel, requestCapture } from "../domain/commands.ts";
import { observe } from "../domain/observe.ts";
import { lanes } from "../domain/schedule.ts";
import { make, moment, now, openRealStores, see, seenOf, traceparent } from "../testing/store-fixture.ts";
import * as schema from "./schema.ts";

const opened: TestDatabase[] = [];
afterAll(async () => {
  for (const test of opened) await test.close();
});
const openReal = async () => {
  const stores = await openRealStores();
  opened.push(stores.test);
  return stores;
};

describe("payments in MariaDB", () => {
  it("write change, movement and event atomically", async () => {
    const { test, payments } = await openReal();
    const payment = make();
    await payments.insert(payment);
    await payments.change(payment.id, see(payment, "captured"));
    const { drizzle } = test.database;
    expect(await drizzle.select().from(schema.outbox)).toMatchObject([
      { topic: "payment.authorised.v1", aggregateId: payment.id, traceparent },
    ]);
    // The second insert of the transaction fails: the same movement again.
    const twice = payments.change(payment.id, (known) => {
      const change = observe(
        { ...known, status: "authorised", capturedCents: 0 },
        seenOf(payment, "captured"),
        moment,
      );
      return { ...change, payment: { ...change.payment, attempts: 7 } };
    });
    await expect(twice).rejects.toThrow("ER_DUP_ENTRY");
    expect((await payments.find(payment.id))?.attempts).toBe(0);
    expect(await drizzle.select().from(schema.bookLines)).toHaveLength(2);
  });

  it("are captured once each under load, and one with a broken movement does not affect the others", async () => {
    const { test, payments } = await openReal();
    const all = Array.from({ length: 60 }, make);
    await Promise.all(all.map((payment) => payments.insert(payment)));
    const callbacks = all.flatMap((payment) =>
      [payment, payment].map((it) => ({ it, id: `cb ${payment.id}` })),
    );
    const outcomes = await Promise.all(
      callbacks.map(({ it, id }) => payments.changeOnce(id, it.id, see(it, "authorised"))),
    );
    expect(outcomes.filter(({ outcome }) => outcome === "applied")).toHaveLength(60);
    const results = await Promise.allSettled(
      all.flatMap((payment, i) => [
        payments.change(payment.id, (known) => requestCapture(known, moment)),
        payments.change(payment.id, (known) =>
          i % 9 === 0 ? requestCancel(known, moment) : { payment: known, movements: [], events: [] },
        ),
        payments.change(payment.id, see(payment, "captured")),
      ]),
    );
    expect(results.filter(({ status }) => status === "rejected")).toEqual([]);
    const rows = await test.database.drizzle.select().from(schema.payments);
    expect(new Set(rows.map(({ status, capturedCents }) => `${status} ${capturedCents}`))).toEqual(
      new Set(["captured 500"]),
    );
    expect(await test.database.drizzle.select().from(schema.bookMovements)).toHaveLength(60);
    expect(await test.database.drizzle.select().from(schema.refunds)).toHaveLength(7);
    expect(await test.database.drizzle.select().from(schema.outbox)).toHaveLength(60);
  });

  it("locked by a hanging replica hold up no other one: neither changes nor new payments, claims or makeDueNow", async () => {
    const { test, payments } = await openReal();
    const [held, ...others] = Array.from({ length: 12 }, () => ({ ...make(), dueAt: new Date(0) }));
    if (held === undefined) throw new Error("none");
    for (const payment of [held, ...others]) await payments.insert(payment);
    const letGo = Promise.withResolvers<void>();
    const isHeld = Promise.withResolvers<void>();
    const hung = test.database.transaction(async (tx) => {
      await tx.select().from(schema.payments).where(eq(schema.payments.id, held.id)).for("update");
      isHeld.resolve();
      await letGo.promise;
    });
    await isHeld.promise;
    const blocked = payments.change(held.id, see(held, "authorised")).catch((error: unknown) => error);
    const began = performance.now();
    await Promise.all(others.map((payment) => payments.change(payment.id, see(payment, "authorised"))));
    expect(await payments.insert(make())).toBe(true);
    await payments.makeDueNow([held.id, ...others.map(({ id }) => id)], new Date(0));
    const claimed = await Promise.all(lanes.map((lane) => payments.claimDue(lane, now, 50, 20)));
    expect(claimed.flat()).toHaveLength(others.length);
    expect(performance.now() - began).toBeLessThan(10_000);
    letGo.resolve();
    await hung;
    await blocked;
  });

  it("are claimed by one of several workers only", async () => {
    const { payments } = await openReal();
    for (let i = 0; i < 20; i += 1) await payments.insert({ ...make(), dueAt: new Date(0) });
    const claims = await Promise.all(
      Array.from({ length: 6 }, () => payments.claimDue("confirmation", now, 5, 20)),
    );
    const ids = claims.flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
