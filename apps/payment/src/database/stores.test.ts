import { newId } from "@caravan/contracts";
import type { TestDatabase } from "@caravan/database/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Books, PaymentStore } from "../dependencies.ts";
import { requestRefund } from "../domain/commands.ts";
import { observe } from "../domain/observe.ts";
import { concludeRefund } from "../domain/refunds.ts";
import { fakeStores } from "../testing/fake-stores.ts";
import { make, moment, now, openRealStores, see, seenOf } from "../testing/store-fixture.ts";

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
])("the stores ($name)", ({ open }) => {
  let payments: PaymentStore;
  let books: Books;
  beforeAll(async () => {
    ({ payments, books } = await open());
  });
  const captured = async () => {
    const payment = make();
    await payments.insert(payment);
    return payments.change(payment.id, see(payment, "captured"));
  };

  it("keep one payment per order and attempt, unchanged", async () => {
    const payment = make();
    const second = { ...payment, id: newId("pay"), attempt: 2 };
    expect(await payments.insert(payment)).toBe(true);
    expect(await payments.insert({ ...payment, id: newId("pay") })).toBe(false);
    expect(await payments.insert(second)).toBe(true);
    expect(await payments.find(payment.id)).toEqual(payment);
    expect(await payments.findByOrder(payment.orderId)).toEqual([payment, second]);
    expect(await payments.find(newId("pay"))).toBeUndefined();
    expect(await payments.findByOrder(newId("ord"))).toEqual([]);
  });

  it("read with a payment that its order has ended, also with one that is written later", async () => {
    const [early, other] = [make(), make()];
    await payments.insert(early);
    for (let i = 0; i < 2; i += 1) await payments.endOrder(early.orderId, now);
    await payments.insert({ ...early, id: newId("pay"), attempt: 2 });
    await payments.insert(other);
    expect((await payments.findByOrder(early.orderId)).map(({ orderEnded }) => orderEnded)).toEqual([
      true,
      true,
    ]);
    const seen: boolean[] = [];
    for (const { id } of [early, other])
      await payments.change(id, (payment) => {
        seen.push(payment.orderEnded);
        return { payment, movements: [], events: [] };
      });
    expect(seen).toEqual([true, false]);
  });

  it("list and count payments in trouble, page by page", async () => {
    const trouble = { kind: "no-answer", reason: "nothing was heard", since: now } as const;
    const own = Array.from({ length: 3 }, make).sort((a, b) => (a.id < b.id ? -1 : 1));
    for (const payment of own) await payments.insert({ ...payment, trouble });
    const first = await payments.inTrouble({ kind: undefined, after: undefined, limit: 2 });
    expect(first).toEqual(own.slice(0, 2).map((payment) => ({ ...payment, trouble })));
    const rest = { kind: "no-answer", after: first[1]?.id, limit: 5 } as const;
    expect((await payments.inTrouble(rest)).map(({ id }) => id)).toEqual([own[2]?.id]);
    expect(await payments.inTrouble({ ...rest, kind: "unclaimed" })).toEqual([]);
    const { troubled, oldestUnfinished } = await payments.standing();
    expect([troubled.get("no-answer"), oldestUnfinished]).toEqual([3, now]);
  });

  it("write a decided change, and leave the payment unchanged when the decision refuses", async () => {
    const payment = make();
    await payments.insert(payment);
    const authorised = await payments.change(payment.id, see(payment, "authorised"));
    expect(authorised).toMatchObject({ status: "authorised", intentId: `int_${payment.id}`, attempts: 0 });
    expect(await payments.find(payment.id)).toEqual(authorised);
    const refused = payments.change(payment.id, (known) =>
      requestRefund(known, { key: "k", amountCents: 1, reason: "r" }, moment),
    );
    await expect(refused).rejects.toMatchObject({ code: "refund-too-large" });
    await expect(payments.change(newId("pay"), see(payment, "created"))).rejects.toMatchObject({
      code: "payment-unknown",
    });
    expect(await payments.find(payment.id)).toEqual(authorised);
  });

  it("apply a callback once, and a refused one not at all", async () => {
    const payment = make();
    await payments.insert(payment);
    const callback = newId("bcb");
    const foreign = { ...seenOf(payment, "authorised"), amountCents: 1 };
    const differing = payments.changeOnce(callback, payment.id, (known) => observe(known, foreign, moment));
    await expect(differing).rejects.toMatchObject({ code: "payment-differs" });
    expect(await payments.changeOnce(callback, newId("pay"), see(payment, "authorised"))).toMatchObject({
      outcome: "unknown",
    });
    expect(await payments.changeOnce(callback, payment.id, see(payment, "authorised"))).toMatchObject({
      outcome: "applied",
    });
    expect(await payments.changeOnce(callback, payment.id, see(payment, "captured"))).toMatchObject({
      outcome: "seen",
    });
    expect((await payments.find(payment.id))?.status).toBe("authorised");
  });

  it("keep refunds and their movements", async () => {
    const payment = await captured();
    const asked = await payments.change(payment.id, (known) =>
      requestRefund(known, { key: "k", amountCents: 200, reason: "zerbrochen ä" }, moment),
    );
    expect(await payments.find(payment.id)).toEqual(asked);
    const id = asked.refunds[0]?.id ?? "";
    for (let i = 0; i < 2; i += 1)
      await payments.change(payment.id, (known) => concludeRefund(known, id, "succeeded", moment));
    expect(await payments.find(payment.id)).toMatchObject({
      refundedCents: 200,
      refunds: [{ status: "succeeded" }],
    });
    const own = await books.movements({ paymentId: payment.id, before: undefined, limit: 10 });
    expect(own.map(({ reason }) => reason).sort()).toEqual(["captured", "refunded"]);
    expect(await books.byReferences([id, "nothing"])).toMatchObject([{ reference: id, lines: [{}, {}] }]);
    const balances = await books.balances();
    expect(balances.reduce((sum, { balanceCents }) => sum + balanceCents, 0)).toBe(0);
  });

  it("give due payments of a lane to one worker, oldest first, and postpone them", async () => {
    const due = [make(), make(), make()].map((payment, i) => ({ ...payment, dueAt: new Date(i * 1000) }));
    for (const payment of due.toReversed()) await payments.insert(payment);
    const other = { ...make(), dueAt: new Date(0), cancelRequested: true };
    await payments.insert(other);
    const claim = (at: number, limit: number) => payments.claimDue("confirmation", new Date(at), limit, 20);
    expect((await claim(5_000, 2)).map(({ id }) => id)).toEqual(due.slice(0, 2).map(({ id }) => id));
    expect((await claim(5_000, 5)).map(({ id }) => id)).toEqual([due[2]?.id]);
    expect(await claim(5_000, 5)).toEqual([]);
    expect((await payments.claimDue("command", new Date(5_000), 5, 20)).map(({ id }) => id)).toEqual([
      other.id,
    ]);
    const again = await claim(25_000, 3);
    expect(again.map(({ attempts }) => attempts)).toEqual([2, 2, 2]);
    for (const { dueAt } of again) {
      expect(Number(dueAt)).toBeGreaterThanOrEqual(25_000 + 20_000);
      expect(Number(dueAt)).toBeLessThanOrEqual(25_000 + 40_000);
    }
    await payments.makeDueNow([due[1]?.id ?? ""], new Date(1_000));
    expect(await claim(1_000, 5)).toMatchObject([{ id: due[1]?.id, attempts: 1 }]);
    await claim(100_000, 5);
  });

  it("know which refunds are on their way", async () => {
    const payment = await captured();
    const asked = await payments.change(payment.id, (known) =>
      requestRefund(known, { key: "k", amountCents: 200, reason: "r" }, moment),
    );
    const id = asked.refunds[0]?.id ?? "";
    expect([...(await payments.pendingRefunds([id, "nothing"]))]).toEqual([id]);
    await payments.change(payment.id, (known) => concludeRefund(known, id, "pending", moment));
    expect([...(await payments.pendingRefunds([id]))]).toEqual([id]);
    await payments.change(payment.id, (known) => concludeRefund(known, id, "succeeded", moment));
    expect([...(await payments.pendingRefunds([id]))]).toEqual([]);
    await payments.change(payment.id, (known) => concludeRefund(known, id, "failed", moment));
    expect(await payments.find(payment.id)).toMatchObject({
      refundedCents: 0,
      refunds: [{ status: "failed" }],
    });
  });
});
