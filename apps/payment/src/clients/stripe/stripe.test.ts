import { newId } from "@caravan/contracts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PaymentProvider } from "../../dependencies.ts";
import type { Payment } from "../../domain/payment.ts";
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

const begun = async (): Promise<Payment> => {
  const payment = make();
  return { ...payment, intentId: (await provider.create(payment)).intentId };
};
const confirmed = async (): Promise<Payment> => {
  const payment = await begun();
  stripe.confirm(payment.intentId ?? "");
  return payment;
};
const captured = async (): Promise<Payment> => {
  const payment = await confirmed();
  await provider.capture(payment);
  return payment;
};

describe("a payment at Stripe", () => {
  it("begins as a Checkout Session with manual capture, in a form, under the payment's id and a pinned version", async () => {
    const payment = make();
    const seen = await provider.create(payment);
    expect(seen).toMatchObject({
      paymentId: payment.id,
      status: "created",
      amountCents: 500,
      currency: "EUR",
    });
    expect(seen.confirmationUrl).toMatch(/^https:\/\/checkout\.stripe\.test\//);
    expect(stripe.received[0]).toMatchObject({
      method: "POST",
      path: "/v1/checkout/sessions",
      headers: {
        authorization: "Bearer sk_test_1",
        "content-type": "application/x-www-form-urlencoded;charset=UTF-8",
        "idempotency-key": payment.id,
        "stripe-version": "2025-09-30.clover",
      },
      form: {
        mode: "payment",
        client_reference_id: payment.id,
        success_url: payment.returnUrl,
        "line_items[0][price_data][currency]": "eur",
        "payment_intent_data[capture_method]": "manual",
        "payment_intent_data[metadata][payment_id]": payment.id,
      },
    });
    expect(await provider.create(payment)).toEqual(seen);
    expect(stripe.sessions.size).toBe(1);
  });

  it("is authorised once the shopper has confirmed, and captured once", async () => {
    const payment = await confirmed();
    expect(await provider.read(payment)).toMatchObject({ status: "authorised", capturedCents: 0 });
    for (let i = 0; i < 2; i += 1)
      expect(await provider.capture(payment)).toMatchObject({ status: "captured", capturedCents: 500 });
  });

  it("is cancelled by expiring the session or cancelling the authorisation; a capture is reported", async () => {
    const open = await begun();
    expect(await provider.void(open)).toMatchObject({ status: "voided" });
    expect(await provider.void(open)).toMatchObject({ status: "voided" });
    expect(await provider.void(await confirmed())).toMatchObject({ status: "voided" });
    expect(await provider.void(await captured())).toMatchObject({ status: "captured" });
  });

  it.each(["fault-after", "no-reply"] as const)(
    "is read back when the reply of a capture was a %s",
    async (fault) => {
      const payment = await confirmed();
      stripe.faults.push(fault);
      expect(await provider.capture(payment)).toMatchObject({ status: "captured" });
    },
  );

  it("is not blocked by a fault that Stripe stores under the key", async () => {
    stripe.faults.push("fault-before");
    expect((await begun()).intentId).toBe("cs_test_1");
    const payment = await confirmed();
    stripe.faults.push("fault-before");
    expect(await provider.capture(payment)).toMatchObject({ status: "authorised" });
    expect(await provider.capture(payment)).toMatchObject({ status: "captured" });
  });

  it("is unavailable while Stripe is down", async () => {
    const payment = await begun();
    await stripe.close();
    for (const ask of ["create", "read", "capture", "void"] as const)
      await expect(provider[ask](payment)).rejects.toMatchObject({ code: "provider-unavailable" });
    await expect(Array.fromAsync(provider.statement("2026-11-21"))).rejects.toMatchObject({
      code: "provider-unavailable",
    });
  });
});

describe("a refund at Stripe", () => {
  it.each(["none", "fault-after", "no-reply"] as const)("is made once per id, after %s", async (fault) => {
    const payment = await captured();
    const refund = { id: newId("rfd"), amountCents: 200 };
    if (fault !== "none") stripe.faults.push(fault);
    await provider
      .refund(payment, refund)
      .catch((error: unknown) => expect(error).toMatchObject({ code: "provider-unavailable" }));
    await provider.refund(payment, refund);
    expect(stripe.refunds).toMatchObject([{ amount: 200, metadata: { refund_id: refund.id } }]);
  });

  it("is refused for good when it exceeds what is left", async () => {
    const payment = await captured();
    const refused = { code: "refund-refused" };
    await expect(provider.refund(payment, { id: newId("rfd"), amountCents: 501 })).rejects.toMatchObject(
      refused,
    );
    const known = { id: newId("rfd"), amountCents: 500 };
    await provider.refund(payment, known);
    await expect(provider.refund(payment, { id: newId("rfd"), amountCents: 1 })).rejects.toMatchObject(
      refused,
    );
  });

  it.each([
    ["pending", "pending"],
    ["requires_action", "pending"],
    ["succeeded", "succeeded"],
    ["failed", "failed"],
    ["canceled", "failed"],
  ])("with Stripe's status %s is %s, also when requested again", async (status, outcome) => {
    const payment = await captured();
    const refund = { id: newId("rfd"), amountCents: 200 };
    stripe.refundStatus.next = status;
    for (let i = 0; i < 2; i += 1) expect(await provider.refund(payment, refund)).toBe(outcome);
    expect(stripe.refunds).toHaveLength(1);
  });
});
