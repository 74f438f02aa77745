import { newId } from "@caravan/contracts";
import { signBody } from "@caravan/service-kit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PaymentProvider } from "../../dependencies.ts";
import { openFakePayments } from "../../testing/fake-payments.ts";
import { startFakeStripe } from "../../testing/fake-stripe.ts";
import { make } from "../../testing/store-fixture.ts";
import { openStripe } from "./stripe.ts";

let stripe: Awaited<ReturnType<typeof startFakeStripe>>;
let provider: PaymentProvider;
beforeEach(async () => {
  stripe = await startFakeStripe();
  provider = openStripe({ baseUrl: stripe.baseUrl, apiKey: "sk_test_1", callbackSecret: "whsec_1" });
});
afterEach(() => stripe.close());

describe("Stripe's statement", () => {
  it("is read page by page, newest first, under our references", async () => {
    const payment = make();
    const refundId = newId("rfd");
    const fields = {
      object: "balance_transaction",
      created: 1_795_253_400,
      fee: 0,
      currency: "eur",
      status: "available",
    };
    const refund = {
      id: "re_1",
      object: "refund",
      metadata: { refund_id: refundId, payment_id: payment.id },
    };
    const other = { ...fields, source: "src_1" };
    stripe.transactions.push(
      { ...fields, id: "txn_9", type: "refund_failure", amount: 200, source: refund },
      { ...other, id: "txn_8", type: "payout_failure", amount: 270 },
      { ...other, id: "txn_7", type: "payment_failure_refund", amount: -500 },
      { ...other, id: "txn_6", type: "something_new", amount: -3 },
      { ...fields, id: "txn_4", type: "adjustment", amount: 5, source: null },
      { ...fields, id: "txn_3", type: "payout", amount: -270, source: "po_1" },
      { ...fields, id: "txn_2", type: "refund", amount: -200, source: refund },
      {
        ...fields,
        id: "txn_1",
        type: "charge",
        amount: 500,
        fee: 30,
        source: { id: "ch_1", metadata: { payment_id: payment.id } },
      },
    );
    const pages = await Array.fromAsync(provider.statement("2026-11-21"));
    expect(pages).toHaveLength(4);
    expect(pages.flat().map((line) => [line.type, line.reference, line.amountCents])).toEqual([
      ["refund-failed", refundId, 200],
      ["payout-failed", "txn_8", 270],
      ["adjustment", "txn_7", 500],
      ["adjustment", "txn_6", 3],
      ["adjustment", "txn_4", -5],
      ["payout", "txn_3", 270],
      ["refund", refundId, 200],
      ["fee", "fee txn_1", 30],
      ["capture", payment.id, 500],
    ]);
    expect(stripe.received.at(-1)?.form).toMatchObject({
      "created[gte]": "1795219200",
      starting_after: "txn_3",
    });
  });
});

describe("Stripe's webhooks", () => {
  it.each([
    ["refund.updated", "succeeded", "succeeded"],
    ["refund.failed", "failed", "failed"],
    ["charge.refund.updated", "canceled", "failed"],
    ["refund.created", "pending", "pending"],
  ])("%s of a refund that is %s means %s", (type, status, outcome) => {
    const [paymentId, refundId] = [newId("pay"), newId("rfd")];
    const metadata = { payment_id: paymentId, refund_id: refundId };
    const event = (own: object) => ({
      ...{ id: "evt_1", object: "event", type },
      data: { object: { id: "re_1", object: "refund", amount: 5, status, metadata: own } },
    });
    expect(provider.parseCallback(event(metadata))).toEqual({
      id: "evt_1",
      seen: undefined,
      refund: { paymentId, refundId, outcome },
    });
    // Made by hand in Stripe's dashboard.
    expect(provider.parseCallback(event({}))).toEqual({ id: "evt_1", seen: undefined, refund: undefined });
  });

  it("authorise a payment once, by their signature; others are acknowledged", async () => {
    const shop = openFakePayments({ provider });
    const { id } = await shop.created();
    const intent = stripe.confirm("cs_test_1");
    const event = (type: string, object: unknown) =>
      JSON.stringify({
        id: "evt_1",
        object: "event",
        type,
        api_version: "2025-09-30.clover",
        data: { object },
      });
    const send = async (body: string, secret = "whsec_1") => {
      const signature = signBody(secret, body, shop.dependencies.now());
      const headers = { "stripe-signature": `${signature},v0=legacy` };
      const reply = await shop.app.request("/v1/callbacks/stripe", { method: "POST", body, headers });
      return [reply.status, await reply.json()];
    };
    const body = event("payment_intent.amount_capturable_updated", intent);
    expect(await send(body, "whsec_2")).toMatchObject([401, { code: "signature-invalid" }]);
    const other = { ...intent, amount: 1 };
    expect(await send(event("payment_intent.succeeded", other))).toMatchObject([
      422,
      { code: "payment-differs" },
    ]);
    expect(await send(event("charge.updated", { id: "ch_1" }))).toEqual([200, { received: false }]);
    for (let i = 0; i < 2; i += 1) expect(await send(body)).toEqual([200, { received: true }]);
    expect(shop.rows.get(id)).toMatchObject({ status: "authorised", intentId: "cs_test_1" });
    expect(shop.events).toHaveLength(1);
  });
});
