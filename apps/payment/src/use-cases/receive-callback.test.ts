import { newId, Problem } from "@caravan/contracts";
import { signBody } from "@caravan/service-kit";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { callbackBody, openFakePayments } from "../testing/fake-payments.ts";
import { callbackSecret } from "../testing/fake-provider.ts";

const problem = async (reply: Response) => {
  const { code } = v.parse(Problem, await reply.json());
  return [reply.status, code];
};

describe("the bank's callbacks", () => {
  it("are refused when unsigned, signed by another key, too old or malformed", async () => {
    const { created, bank, callback, counted, rows, later } = openFakePayments();
    const { id } = await created();
    bank.shopper(id, "authorised");
    const body = callbackBody(bank.callbacks.at(-1));
    const before = rows.get(id);
    const at = new Date("2026-11-21T09:30:00.000Z");
    for (const signature of [
      "",
      signBody("another secret", body, at),
      signBody(callbackSecret, `${body} `, at),
    ])
      expect(await problem(await callback(body, signature))).toEqual([401, "signature-invalid"]);
    later(301);
    expect(await problem(await callback(body, signBody(callbackSecret, body, at)))).toEqual([
      401,
      "signature-invalid",
    ]);
    for (const text of ["", "{", '{"id":1}'])
      expect(await problem(await callback(text))).toEqual([400, "callback-malformed"]);
    expect([rows.get(id), new Set(counted)]).toEqual([before, new Set(["refused"])]);
  });

  it.each([{ amountCents: 4_999 }, { currency: "USD" }, { id: newId("int") }])(
    "change nothing when they differ: %j",
    async (differing) => {
      const { created, bank, callback, counted, rows, warned } = openFakePayments();
      const { id } = await created();
      bank.shopper(id, "authorised");
      const before = rows.get(id);
      const reply = await callback(callbackBody(bank.callbacks.at(-1), differing));
      expect(await problem(reply)).toEqual([422, "payment-differs"]);
      expect([rows.get(id), counted, warned.length]).toEqual([before, ["differs"], 1]);
    },
  );

  it("are applied once, and acknowledged when they are old or about an unknown payment", async () => {
    const { created, bank, callback, counted, events, rows } = openFakePayments();
    const { id } = await created();
    bank.shopper(id, "authorised");
    const body = callbackBody(bank.callbacks.at(-1));
    const foreign = callbackBody(bank.callbacks.at(-1), { merchantReference: newId("pay") });
    const nonsense = callbackBody(bank.callbacks.at(-1), { merchantReference: "shop 7" });
    const replies: unknown[] = [];
    for (const text of [foreign, nonsense, body, body]) replies.push(await (await callback(text)).json());
    expect(replies).toEqual([false, false, true, true].map((received) => ({ received })));
    expect(counted).toEqual(["unknown", "unknown", "applied", "seen"]);
    expect([events.length, rows.size]).toEqual([1, 1]);
  });

  it("are stored without fields that no contract names, such as a card", async () => {
    const shop = openFakePayments();
    const { id } = await shop.created();
    shop.bank.shopper(id, "authorised");
    const card = { cardNumber: "4242424242424242", card: { number: "4242424242424242" } };
    await shop.callback(callbackBody(shop.bank.callbacks.at(-1), card));
    await shop.callback(
      callbackBody({ ...shop.bank.callbacks[0], id: "x" } as never, { ...card, amountCents: 1 }),
    );
    await shop.callback('{"cardNumber":"4242424242424242"}');
    expect(shop.rows.get(id)?.status).toBe("authorised");
    const left = JSON.stringify([[...shop.rows], shop.events, shop.movements, shop.warned]);
    expect(left).not.toContain("4242");
  });

  it("of another provider than the configured one are refused", async () => {
    const { app } = openFakePayments();
    const body = "{}";
    const signature = signBody(callbackSecret, body, new Date("2026-11-21T09:30:00.000Z"));
    const headers = { "stripe-signature": signature, "bank-signature": signature };
    const reply = await app.request("/v1/callbacks/stripe", { method: "POST", body, headers });
    expect(await problem(reply)).toEqual([401, "signature-invalid"]);
  });
});
