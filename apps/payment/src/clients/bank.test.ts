import { type BankIntent, type bankRoutes, newId, Refusal } from "@caravan/contracts";
import type { Client } from "@caravan/dapr";
import { describe, expect, it, vi } from "vitest";
import { make } from "../testing/store-fixture.ts";
import { openBank } from "./bank.ts";

const payment = { ...make(), intentId: "int_0199b63a-0009-7000-8000-000000000009" };
const intent = (status: BankIntent["status"]): BankIntent => ({
  id: payment.intentId,
  merchantReference: payment.id,
  status,
  amountCents: 500,
  currency: "EUR",
  capturedCents: status === "captured" ? 500 : 0,
  refundedCents: 0,
  declineReason: null,
  confirmationUrl: "https://bank.test/pay/1",
});
const refusal = (code: string) => new Refusal({ kind: "conflict", code, detail: code });
const timeout = new Refusal({ kind: "deadline", code: "deadline-exceeded", detail: "too late" });

const open = (parts: Partial<Record<keyof typeof bankRoutes, unknown>>) => {
  const reply = (value: unknown) =>
    vi.fn(async () => {
      if (value instanceof Error) throw value;
      return value;
    });
  const names = [
    "createIntent",
    "findIntent",
    "getIntent",
    "captureIntent",
    "voidIntent",
    "refundIntent",
    "getStatement",
  ];
  const calls = Object.fromEntries(
    names.map((name) => [name, reply(parts[name as keyof typeof parts] ?? new Error("not expected"))]),
  );
  const client = calls as unknown as Client<typeof bankRoutes>;
  const options = { callbackUrl: "https://shop.test/v1/callbacks/bank", callbackSecret: "secret" };
  return { bank: openBank(client, options), calls };
};

describe("the bank", () => {
  it("is called under the payment's id, as merchant reference and as key", async () => {
    const { bank, calls } = open({ createIntent: intent("created"), captureIntent: intent("captured") });
    expect(await bank.create(payment)).toMatchObject({ paymentId: payment.id, status: "created" });
    expect(calls.createIntent).toHaveBeenCalledWith({
      body: {
        merchantReference: payment.id,
        amountCents: 500,
        currency: "EUR",
        description: `Order ${payment.orderId}`,
        returnUrl: payment.returnUrl,
        callbackUrl: "https://shop.test/v1/callbacks/bank",
      },
      idempotencyKey: payment.id,
      timeoutSeconds: 4,
    });
    await bank.capture(payment);
    expect(calls.captureIntent).toHaveBeenCalledWith({
      params: { intentId: payment.intentId },
      idempotencyKey: payment.id,
      timeoutSeconds: 4,
    });
  });

  it.each([
    ["captureIntent", "capture", timeout, "captured"],
    ["captureIntent", "capture", refusal("intent-not-authorised"), "voided"],
    ["voidIntent", "void", refusal("intent-captured"), "captured"],
    ["voidIntent", "void", timeout, "voided"],
  ] as const)("is read when %s had no clear outcome", async (route, ask, error, status) => {
    const { bank } = open({ [route]: error, getIntent: intent(status) });
    expect(await bank[ask](payment)).toMatchObject({ status });
  });

  it("finds the intent of a lost reply", async () => {
    const { bank } = open({ createIntent: timeout, findIntent: { items: [intent("created")] } });
    expect(await bank.create({ ...payment, intentId: null })).toMatchObject({ intentId: payment.intentId });
  });

  it("is unavailable when the outcome is unknown, never anything else", async () => {
    const { bank } = open({ createIntent: timeout, findIntent: { items: [] } });
    const unavailable = { code: "provider-unavailable", kind: "unavailable" };
    for (const ask of ["create", "read", "capture", "void"] as const)
      await expect(bank[ask]({ ...payment, intentId: null })).rejects.toMatchObject(unavailable);
    const refund = { id: newId("rfd"), amountCents: 1 };
    await expect(bank.refund(payment, refund)).rejects.toMatchObject(unavailable);
    await expect(Array.fromAsync(bank.statement("2026-11-21"))).rejects.toMatchObject(unavailable);
  });

  const said = (kind: Refusal["kind"], code: string) => new Refusal({ kind, code, detail: code });

  it.each([
    ["invalid", "input-invalid", "provider-refused"],
    ["conflict", "intent-differs", "provider-refused"],
    ["unprocessable", "amount-odd", "provider-refused"],
    ["unauthenticated", "api-key-unknown", "provider-denies-us"],
    ["too-many", "too-many-requests", "provider-unavailable"],
    ["unavailable", "out-of-order", "provider-unavailable"],
  ] as const)(
    "that refuses with %s (%s) is reported as %s, when the payment is unchanged",
    async (kind, code, told) => {
      const error = said(kind, code);
      const { bank } = open({
        createIntent: error,
        findIntent: told === "provider-refused" ? { items: [] } : error,
        captureIntent: error,
        voidIntent: error,
        getIntent: told === "provider-refused" ? intent("authorised") : error,
      });
      for (const ask of ["create", "capture", "void"] as const)
        await expect(bank[ask](payment)).rejects.toMatchObject({ code: told });
    },
  );

  it("counts a refused command as done when the payment shows that it is done", async () => {
    const error = said("conflict", "intent-not-authorised");
    const { bank } = open({ captureIntent: error, voidIntent: error, getIntent: intent("captured") });
    for (const ask of ["capture", "void"] as const)
      expect(await bank[ask](payment)).toMatchObject({ status: "captured" });
  });

  it("is read without creating an intent", async () => {
    const { bank, calls } = open({ findIntent: { items: [] } });
    expect(await bank.find({ ...payment, intentId: null })).toBeUndefined();
    expect(calls.createIntent).not.toHaveBeenCalled();
    const known = open({ findIntent: { items: [intent("created")] } }).bank;
    expect(await known.find(payment)).toMatchObject({ intentId: payment.intentId });
  });

  it.each(["refund-too-large", "refund-differs", "refund-failed", "intent-unknown"])(
    "that answers a refund with %s refuses it for good",
    async (code) => {
      const { bank } = open({ refundIntent: said("conflict", code) });
      const refund = { id: newId("rfd"), amountCents: 1 };
      await expect(bank.refund(payment, refund)).rejects.toMatchObject({ code: "refund-refused" });
    },
  );

  it("reports a failed refund", () => {
    const { bank } = open({});
    const refundReference = newId("rfd");
    const callback = {
      ...{ id: "bcb_1", type: "refund.failed", createdAt: "2026-11-21T09:30:00.000Z" },
      ...{ intent: intent("captured"), refundReference },
    };
    expect(bank.parseCallback(callback)).toEqual({
      id: "bcb_1",
      seen: undefined,
      refund: { paymentId: payment.id, refundId: refundReference, outcome: "failed" },
    });
  });

  it("refunds under the refund's id, and refuses when that is never possible", async () => {
    const refund = { id: newId("rfd"), amountCents: 200 };
    const { bank, calls } = open({ refundIntent: intent("captured") });
    await bank.refund(payment, refund);
    expect(calls.refundIntent).toHaveBeenCalledWith({
      params: { intentId: payment.intentId },
      body: { amountCents: 200, refundReference: refund.id },
      idempotencyKey: refund.id,
      timeoutSeconds: 4,
    });
    const refused = open({ refundIntent: refusal("refund-too-large") }).bank.refund(payment, refund);
    await expect(refused).rejects.toMatchObject({ code: "refund-refused" });
  });

  it("has a statement whose lines carry our references", async () => {
    const at = "2026-11-21T09:30:00.000Z";
    const line = { intentId: payment.intentId, merchantReference: payment.id, refundReference: null, at };
    const refundReference = newId("rfd");
    const none = { intentId: null, merchantReference: null };
    const lines = [
      { ...line, type: "capture", reference: "cap_1", amountCents: 500 },
      { ...line, type: "fee", reference: "fee_1", amountCents: -32 },
      { ...line, type: "refund", reference: "rfn_1", refundReference, amountCents: -200 },
      { ...line, ...none, type: "payout", reference: "out_1", amountCents: -268 },
    ];
    const { bank } = open({ getStatement: { date: "2026-11-21", lines } });
    expect((await Array.fromAsync(bank.statement("2026-11-21"))).flat()).toMatchObject([
      { reference: payment.id, amountCents: 500, paymentId: payment.id },
      { reference: "fee_1", amountCents: 32 },
      { reference: refundReference, amountCents: 200 },
      { reference: "out_1", amountCents: -268 },
    ]);
  });
});
