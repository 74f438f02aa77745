import { newId, Payment, Problem } from "@caravan/contracts";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { openFakePayments } from "./testing/fake-payments.ts";

const problem = async (reply: Response) => {
  const { code } = v.parse(Problem, await reply.json());
  return [reply.status, code];
};
const payment = async (reply: Response) => v.parse(Payment, await reply.json());
const authorised = async () => {
  const shop = openFakePayments();
  const { id } = await shop.created();
  shop.bank.shopper(id, "authorised");
  await shop.deliverLast();
  return { ...shop, id };
};
const captured = async () => {
  const shop = await authorised();
  await shop.capture(shop.id);
  return shop;
};

describe("POST /v1/payments", () => {
  it("gives the same payment, with the bank's page, to the same order", async () => {
    const { create, bank } = openFakePayments();
    const orderId = newId("ord");
    const first = await create(5_000, orderId);
    expect(first.status).toBe(201);
    const made = await payment(first);
    expect(made).toMatchObject({
      orderId,
      status: "requires-confirmation",
      confirmationUrl: "https://bank.test/pay",
    });
    expect(await payment(await create(5_000, orderId))).toEqual(made);
    expect(bank.intents.size).toBe(1);
    expect(await problem(await create(4_999, orderId))).toEqual([422, "payment-differs"]);
  });

  it("accepts only the order's id as key", async () => {
    const { post } = openFakePayments();
    const body = {
      orderId: newId("ord"),
      shopperId: newId("gst"),
      amount: { amountCents: 1, currency: "EUR" },
      returnUrl: "https://shop.test/",
    };
    expect(await problem(await post("/v1/payments", body, "other"))).toEqual([
      422,
      "idempotency-key-mismatch",
    ]);
  });

  it.each(["down", "reply-lost"] as const)(
    "finds the same intent after a bank that was %s",
    async (fault) => {
      const { create, bank } = openFakePayments();
      const orderId = newId("ord");
      bank.faults.push(fault);
      expect(await problem(await create(5_000, orderId))).toEqual([503, "provider-unavailable"]);
      expect((await payment(await create(5_000, orderId))).confirmationUrl).not.toBeNull();
      expect(bank.intents.size).toBe(1);
    },
  );

  it.each([0, 100_000_000_01])(
    "refuses %i cents, which no provider accepts, and stores nothing",
    async (amountCents) => {
      const { create, rows } = openFakePayments();
      expect(await problem(await create(amountCents))).toEqual([422, "amount-not-payable"]);
      expect(rows.size).toBe(0);
    },
  );

  it("has no field for a card", async () => {
    const { post } = openFakePayments();
    const orderId = newId("ord");
    const body = {
      orderId,
      shopperId: newId("gst"),
      amount: { amountCents: 1, currency: "EUR" },
      returnUrl: "https://shop.test/",
      cardNumber: "4242424242424242",
    };
    expect(await problem(await post("/v1/payments", body, orderId))).toEqual([400, "input-invalid"]);
  });
});

describe("capturing", () => {
  it("captures once, however often it is requested", async () => {
    const { capture, id, movements } = await authorised();
    for (let i = 0; i < 3; i += 1)
      expect(await payment(await capture(id))).toMatchObject({
        status: "captured",
        captured: { amountCents: 5_000 },
      });
    expect(movements.map(({ reason, reference }) => [reason, reference])).toEqual([["captured", id]]);
  });

  it("is refused until the shopper has confirmed, and for good after the end", async () => {
    const { created, capture, cancel } = openFakePayments();
    const { id } = await created();
    expect(await problem(await capture(id))).toEqual([409, "payment-not-authorised"]);
    await cancel(id);
    expect(await problem(await capture(id))).toEqual([409, "payment-ended"]);
    expect(await problem(await capture(newId("pay")))).toEqual([404, "payment-unknown"]);
  });

  it("is refused as payment-ended when the bank's authorisation had expired", async () => {
    const { capture, id, bank, get } = await authorised();
    const intent = bank.intents.get(id);
    if (intent) bank.intents.set(id, { ...intent, status: "voided" });
    expect(await problem(await capture(id))).toEqual([409, "payment-ended"]);
    expect(await payment(await get(`/v1/payments/${id}`))).toMatchObject({ status: "cancelled" });
  });
});

describe("cancelling", () => {
  it("voids an authorisation, and refunds a capture in full", async () => {
    const held = await authorised();
    expect(await payment(await held.cancel(held.id))).toMatchObject({ status: "cancelled" });
    expect(held.bank.intents.get(held.id)?.status).toBe("voided");
    const taken = await captured();
    const done = await payment(await taken.cancel(taken.id));
    expect(done).toMatchObject({ status: "cancelled", refunded: { amountCents: 5_000 } });
    expect(await payment(await taken.cancel(taken.id))).toEqual(done);
    expect(taken.events.map(({ topic }) => topic)).toEqual(["payment.authorised.v1", "payment.refunded.v1"]);
  });

  it("refunds the rest after a partial refund", async () => {
    const { cancel, refund, id, movements } = await captured();
    await refund(id, 1_500);
    expect(await payment(await cancel(id))).toMatchObject({ refunded: { amountCents: 5_000 } });
    expect(movements).toHaveLength(3);
  });
});

describe("refunding", () => {
  it("refunds once per key and never more than was captured", async () => {
    const { refund, id, bank } = await captured();
    for (let i = 0; i < 2; i += 1)
      expect(await payment(await refund(id, 3_000, "k"))).toMatchObject({ refunded: { amountCents: 3_000 } });
    expect(await problem(await refund(id, 2_999, "k"))).toEqual([422, "idempotency-key-reused"]);
    expect(await problem(await refund(id, 2_001))).toEqual([422, "refund-too-large"]);
    expect(await problem(await refund(id, 0))).toEqual([422, "refund-too-large"]);
    expect(await payment(await refund(id, 2_000))).toMatchObject({ refunded: { amountCents: 5_000 } });
    expect(bank.intents.get(id)?.refunded.size).toBe(2);
  });

  it("is repeated under the same reference until its outcome is known", async () => {
    const { refund, id, bank } = await captured();
    bank.faults.push("reply-lost");
    expect(await problem(await refund(id, 3_000, "k"))).toEqual([503, "provider-unavailable"]);
    expect(await payment(await refund(id, 3_000, "k"))).toMatchObject({ refunded: { amountCents: 3_000 } });
    expect(bank.lines.filter(({ type }) => type === "refund")).toHaveLength(1);
  });
});

describe("staff", () => {
  it("find an order's payment, and books that balance", async () => {
    const { get, refund, id, rows } = await captured();
    await refund(id, 1_500);
    const orderId = rows.get(id)?.orderId;
    expect(await (await get(`/v1/staff/payments?orderId=${orderId}`)).json()).toMatchObject({
      items: [{ id }],
    });
    expect(await (await get(`/v1/staff/payments?orderId=${newId("ord")}`)).json()).toEqual({ items: [] });
    expect(await (await get("/v1/staff/books/balance")).json()).toEqual({
      accounts: [
        { account: "bank-receivable", balanceCents: 3_500 },
        { account: "bank-account", balanceCents: 0 },
        { account: "customer-deposits", balanceCents: -3_500 },
        { account: "bank-fees", balanceCents: 0 },
        { account: "bank-adjustments", balanceCents: 0 },
      ],
      sumCents: 0,
    });
    const page = async (query: string) => (await get(`/v1/staff/books/movements?limit=1${query}`)).json();
    const first = (await page("")) as { items: { reason: string }[]; nextCursor: string };
    const second = (await page(`&cursor=${first.nextCursor}`)) as typeof first;
    expect([...first.items, ...second.items].map(({ reason }) => reason).sort()).toEqual([
      "captured",
      "refunded",
    ]);
    expect(second.nextCursor).toBeUndefined();
  });
});
