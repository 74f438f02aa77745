import { newId, Payment, Problem } from "@caravan/contracts";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { openFakePayments } from "./testing/fake-payments.ts";
import { advancePayments } from "./use-cases/advance-payments.ts";

const problem = async (reply: Response) => {
  const { code } = v.parse(Problem, await reply.json());
  return [reply.status, code];
};
const payment = async (reply: Response) => v.parse(Payment, await reply.json());
const Payments = v.object({ payments: v.array(Payment) });

const open = (parts: Parameters<typeof openFakePayments>[0] = {}) => {
  const shop = openFakePayments(parts);
  const orderId = newId("ord");
  const create = (returnUrl?: string) => shop.create(5_000, orderId, returnUrl);
  return { ...shop, orderId, create, tries: () => [...shop.rows.values()] };
};

describe("an order that is paid for", () => {
  it("is not blocked by an attempt that the bank refused for good", async () => {
    const { create, bank, tries, counted } = open();
    bank.faults.push("refused");
    expect(await problem(await create())).toEqual([422, "provider-refused"]);
    expect(counted).toEqual(["refused create"]);
    const good = await payment(await create("https://shop.test/good"));
    expect(good).toMatchObject({ status: "requires-confirmation", confirmationUrl: "https://bank.test/pay" });
    expect(tries().map(({ status, attempt }) => [status, attempt])).toEqual([
      ["cancelled", 1],
      ["requires-confirmation", 2],
    ]);
    expect(bank.returnUrls.get(good.id)).toBe("https://shop.test/good");
  });

  it("returns to the latest address, under the same payment", async () => {
    const { create, bank, tries } = open();
    const first = await payment(await create("https://shop.test/here"));
    expect(await payment(await create("https://shop.test/there"))).toEqual(first);
    expect([bank.returnUrls.get(first.id), tries()[0]?.returnUrl]).toEqual([
      "https://shop.test/there",
      "https://shop.test/there",
    ]);
    await create("https://shop.test/there");
    expect(bank.asked).toEqual(["create", "create"]);
  });

  it("gets a new attempt for another address where the provider cannot change it, and the old one is cancelled", async () => {
    const shop = openFakePayments();
    const provider = { ...shop.bank.provider, canReaddress: false };
    const { create, rows } = openFakePayments({ provider, payments: shop.payments });
    const orderId = newId("ord");
    const first = await payment(await create(5_000, orderId, "https://shop.test/here"));
    const second = await payment(await create(5_000, orderId, "https://shop.test/there"));
    expect(second.id).not.toBe(first.id);
    expect([rows.size, shop.bank.intents.get(first.id)?.status, shop.rows.get(first.id)?.status]).toEqual([
      0,
      "voided",
      "cancelled",
    ]);
  });

  it.each(["declined", "cancelled"] as const)(
    "is paid by a new attempt when the last one was %s",
    async (end) => {
      const { create, bank, cancel, capture, deliverLast, events } = open();
      const first = await payment(await create());
      if (end === "cancelled") await cancel(first.id);
      else {
        bank.shopper(first.id, "declined");
        await deliverLast();
      }
      const second = await payment(await create());
      expect(second.id).not.toBe(first.id);
      bank.shopper(second.id, "authorised");
      await deliverLast();
      expect(await payment(await capture(second.id))).toMatchObject({ captured: { amountCents: 5_000 } });
      expect(events.filter(({ topic }) => topic === "payment.authorised.v1")).toMatchObject([
        { data: { paymentId: second.id } },
      ]);
      const told = events.filter(({ topic }) => topic === "payment.declined.v1");
      expect(told.map(({ data }) => data.paymentId)).toEqual(end === "declined" ? [first.id] : []);
    },
  );

  it("begins only one payment for two requests after a decline", async () => {
    const { create, bank, deliverLast, tries } = open();
    bank.shopper((await payment(await create())).id, "declined");
    await deliverLast();
    const [a, b] = await Promise.all([create().then(payment), create().then(payment)]);
    expect([a?.id, tries().length]).toEqual([b?.id, 2]);
  });

  it("has a bounded number of attempts", async () => {
    const { create, bank, tries } = open();
    for (let i = 0; i < 20; i += 1) {
      bank.faults.push("refused");
      await create();
    }
    expect(await problem(await create())).toEqual([409, "payment-attempts-exhausted"]);
    expect(tries()).toHaveLength(20);
  });
});

describe("an order that has ended", () => {
  it("has all its payments cancelled in any state, on every request", async () => {
    const { create, cancelOrder, orderId, bank, deliverLast } = open();
    const first = await payment(await create());
    bank.shopper(first.id, "declined");
    await deliverLast();
    const second = await payment(await create());
    bank.shopper(second.id, "authorised");
    await deliverLast();
    for (let i = 0; i < 2; i += 1) {
      const { payments } = v.parse(Payments, await (await cancelOrder(orderId)).json());
      expect(payments.map(({ id, status }) => [id, status])).toEqual([
        [first.id, "declined"],
        [second.id, "cancelled"],
      ]);
    }
    expect(bank.intents.get(second.id)?.status).toBe("voided");
  });

  it("cannot be paid any more, even when no payment had been begun", async () => {
    const { create, cancelOrder, orderId, bank } = open();
    expect(await (await cancelOrder(orderId)).json()).toEqual({ payments: [] });
    for (let i = 0; i < 2; i += 1) expect(await problem(await create())).toEqual([409, "order-ended"]);
    expect([...bank.intents.values()].filter(({ status }) => status !== "voided")).toEqual([]);
  });

  it("gets no intent after an outage of the bank, when it ended meanwhile", async () => {
    const { create, cancelOrder, orderId, bank, later, dependencies, tries } = open();
    bank.faults.push("down");
    expect(await problem(await create())).toEqual([503, "provider-unavailable"]);
    bank.faults.push("down");
    expect(await problem(await cancelOrder(orderId))).toEqual([503, "provider-unavailable"]);
    for (let i = 0; i < 5; i += 1) {
      later(400);
      await advancePayments(dependencies);
    }
    expect([bank.intents.size, tries()]).toMatchObject([0, [{ status: "cancelled", dueAt: null }]]);
  });

  it("has an intent cancelled that was being created when it ended", async () => {
    const { create, cancelOrder, orderId, bank, later, dependencies, tries } = open();
    // The request to create it is sent before the order ends, and arrives after the lookup.
    const provider = bank.provider;
    const late = Promise.withResolvers<void>();
    const slow = {
      ...provider,
      create: (it: Parameters<typeof provider.create>[0]) => late.promise.then(() => provider.create(it)),
    };
    const other = openFakePayments({ provider: slow, payments: dependencies.payments });
    const begun = other.create(5_000, orderId);
    await expect.poll(() => tries().length).toBe(1);
    expect((await cancelOrder(orderId)).status).toBe(200);
    late.resolve();
    expect(await problem(await begun)).toEqual([409, "order-ended"]);
    expect([...bank.intents.values()].map(({ status }) => status)).toEqual(["voided"]);
    // The same when the requesting process died before the reply.
    const [row] = tries();
    if (row) {
      const intent = bank.intents.get(row.id);
      if (intent) bank.intents.set(row.id, { ...intent, status: "created" });
      await dependencies.payments.change(row.id, (known) => ({
        payment: { ...known, intentId: null, dueAt: dependencies.now() },
        movements: [],
        events: [],
      }));
    }
    later(400);
    await advancePayments(dependencies);
    expect([...bank.intents.values()].map(({ status }) => status)).toEqual(["voided"]);
    expect((await create()).status).toBe(409);
  });
});
