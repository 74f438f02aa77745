import { euros, newId, type Payment, Refusal } from "@caravan/contracts";
import { describe, expect, it, vi } from "vitest";
import { orderIn } from "../testing/make-order.ts";
import { openPayments } from "./payments.ts";

const paid: Payment = {
  ...{ id: newId("pay"), orderId: newId("ord"), status: "captured", amount: euros(900) },
  ...{ captured: euros(900), refunded: euros(0), confirmationUrl: null, declineReason: null },
};
const order = { id: paid.orderId, paymentId: paid.id };
const refundsOf = (refundedCents: number) => ({ refundedCents, failedCents: 0, lostCents: 0 });
const open = (payment: Payment) => {
  const reply = vi.fn(async () => payment);
  const client = {
    createPayment: reply,
    getPayment: reply,
    capturePayment: reply,
    cancelPayment: reply,
    cancelOrderPayments: async () => ({ payments: [await reply()] }),
    refundPayment: reply,
  };
  return { reply, payments: openPayments(client) };
};
const refusal = (code: string) => new Refusal({ kind: "conflict", code, detail: code });

describe("payment", () => {
  it("is begun for the catalogue's total, under the order's id as key", async () => {
    const { reply, payments } = open(paid);
    const order = orderIn("stock-reserved");
    await payments.start(order, "https://shop.example/");
    const amount = euros(order.totalCents);
    const body = {
      orderId: order.id,
      shopperId: order.shopperId,
      amount,
      returnUrl: "https://shop.example/",
    };
    expect(reply).toHaveBeenCalledWith(expect.objectContaining({ idempotencyKey: order.id, body }));
    reply.mockRejectedValue(refusal("provider-unavailable"));
    await expect(payments.start(order, "https://shop.example/")).rejects.toMatchObject({
      code: "payment-unavailable",
    });
    for (const [code, told] of [
      ["amount-not-payable", "amount-not-payable"],
      ["input-invalid", "input-invalid"],
      ["order-ended", "order-not-payable"],
      ["provider-refused", "provider-refused"],
      ["payment-attempts-exhausted", "payment-attempts-exhausted"],
    ]) {
      reply.mockRejectedValue(refusal(code ?? ""));
      await expect(payments.start(order, "https://shop.example/")).rejects.toMatchObject({ code: told });
    }
  });

  it("counts as captured only when the whole amount is", async () => {
    expect(await open(paid).payments.capture(paid.id)).toMatchObject({ kind: "done" });
    const part = open({ ...paid, status: "authorised", captured: euros(0) });
    expect(await part.payments.capture(paid.id)).toMatchObject({ kind: "unclear" });
  });

  it("counts as cancelled only when no money stays with us, whatever the HTTP status", async () => {
    const back = open({ ...paid, refunded: euros(900) });
    expect(await back.payments.cancel(paid.id)).toEqual({
      kind: "done",
      learned: { refunds: refundsOf(900) },
    });
    expect(await back.payments.cancelAll(order)).toEqual({
      ...{ kind: "done", learned: { refunds: refundsOf(900) } },
    });
    for (const payment of [paid, { ...paid, status: "authorised" as const, captured: euros(0) }]) {
      expect(await open(payment).payments.cancel(paid.id)).toMatchObject({ kind: "unclear" });
      expect(await open(payment).payments.cancelAll(order)).toMatchObject({ kind: "unclear" });
    }
  });

  it("counts as cancelled when its refund is under way, or when only staff can refund it", async () => {
    const pending = open({ ...paid, refunded: euros(400), onItsWayBack: euros(500) });
    expect(await pending.payments.cancel(paid.id)).toMatchObject({ kind: "done" });
    expect(await pending.payments.cancelAll(order)).toMatchObject({ kind: "done" });
    const { reply, payments } = open(paid);
    for (const code of ["refund-refused", "provider-refused"]) {
      reply.mockRejectedValue(refusal(code));
      expect(await payments.cancel(paid.id)).toMatchObject({ kind: "refused", code });
      expect(await payments.cancelAll(order)).toMatchObject({ kind: "refused", code });
    }
    reply.mockRejectedValue(refusal("provider-unavailable"));
    expect(await payments.cancelAll(order)).toMatchObject({ kind: "unclear" });
  });

  it("is asked again, unless it refuses for good because no money was or will be taken", async () => {
    const { reply, payments } = open(paid);
    reply.mockRejectedValue(refusal("payment-ended"));
    expect(await payments.capture(paid.id)).toMatchObject({ kind: "refused", code: "payment-ended" });
    for (const code of ["provider-unavailable", "payment-not-authorised", "payment-unknown"]) {
      reply.mockRejectedValue(refusal(code));
      expect(await payments.capture(paid.id)).toMatchObject({ kind: "unclear" });
    }
  });

  it("reports the refunds of the current payment, not those of earlier ones", async () => {
    const { reply, payments } = open({ ...paid, refundFailed: euros(400), refundLost: euros(300) });
    expect(await payments.refunds(paid.id)).toEqual({ refundedCents: 0, failedCents: 400, lostCents: 300 });
    reply.mockResolvedValue({ ...paid, id: newId("pay"), refunded: euros(900) });
    expect(await payments.cancelAll(order)).toEqual({ kind: "done", learned: {} });
  });

  it("refunds a part under the refund's own id", async () => {
    const { reply, payments } = open({ ...paid, refunded: euros(100) });
    const plan = { id: newId("rfd"), amountCents: 100, reason: "scratch" };
    expect(await payments.refund(paid.id, plan)).toMatchObject({ learned: { refunds: refundsOf(100) } });
    expect(reply).toHaveBeenCalledWith(
      expect.objectContaining({ idempotencyKey: plan.id, body: { amount: euros(100), reason: "scratch" } }),
    );
  });
});
