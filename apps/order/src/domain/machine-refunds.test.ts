import { describe, expect, it } from "vitest";
import { commands, ended, paymentId, refundsOf, total, withStep } from "../testing/machine-inputs.ts";
import { at, orderIn } from "../testing/make-order.ts";
import { advance } from "./machine.ts";
import type { Order } from "./order.ts";

describe("a refund that the bank fails", () => {
  const failed = (order: Order, lostCents = total) =>
    advance(
      order,
      {
        ...{ kind: "payment-refund-failed", paymentId, amountCents: total },
        refunds: refundsOf(total - lostCents, total, lostCents),
      },
      at(1),
    ).order;
  const refunded = (order: Order, refunds = refundsOf(total, total)) =>
    advance(order, { kind: "payment-refunded", paymentId, refunds, why: "all" }, at(2)).order;
  const gone = orderIn("refunded", { paymentId, refundedCents: total });

  it("is subtracted from what was refunded, and leaves the order to staff until the money has arrived", () => {
    const next = failed(gone);
    expect(next).toMatchObject({
      ...{ status: "returned", refundedCents: 0, refundFailedCents: total },
      saga: { steps: ["refund-payment"], nextAttemptAt: null, attention: "refund-failed" },
    });
    expect(failed(next)).toMatchObject({ refundedCents: 0, saga: next.saga });
    const again = refunded(next);
    expect(again).toMatchObject({
      ...{ status: "returned", refundedCents: total },
      saga: { steps: ["refund-payment"], nextAttemptAt: at(2).now, attention: null },
    });
    const done = { kind: "done", learned: { refunds: refundsOf(total, total) } } as const;
    const order = advance(again, ended("refund-payment", done), at(3)).order;
    expect(order).toMatchObject({ status: "refunded", refundedCents: total, saga: { attention: null } });
  });

  it("counts in whatever order the two events arrive", () => {
    const unheard = orderIn("cancelled", { paymentId });
    const late = refunded(failed(unheard), refundsOf(total));
    expect(late).toMatchObject({ refundedCents: 0, saga: { attention: "refund-failed" } });
    const made = failed(refunded(failed(unheard)));
    expect(made).toMatchObject({ refundedCents: total, saga: { attention: null } });
    expect(failed(gone, 0)).toMatchObject({ status: "refunded", refundedCents: total });
  });

  it("does not end an order by an older reply that it was done", () => {
    const waiting = failed({ ...withStep("returned", "refund-payment"), paymentId });
    const done = { kind: "done", learned: { refunds: refundsOf(total) } } as const;
    const next = advance(waiting, ended("refund-payment", done), at(2)).order;
    expect(next).toMatchObject({ status: "returned", refundedCents: 0, saga: { steps: ["refund-payment"] } });
  });

  it.each(["delivered", "cancelled"] as const)(
    "is shown for an order that is %s, whatever else is done",
    (status) => {
      const order = { ...withStep(status, "return-stock"), paymentId, refundedCents: total };
      const next = failed(order);
      expect(next).toMatchObject({ status, refundedCents: 0, saga: { steps: ["return-stock"] } });
      const after = advance(next, ended("return-stock", { kind: "done", learned: {} }), at(2)).order;
      expect(after.saga).toMatchObject({ steps: [], attention: "refund-failed" });
      expect(advance(after, commands.retry, at(3)).order.saga.attention).toBeNull();
    },
  );

  it("is not to be made good by a new one, which could pay twice, until it is back; all that is left may go back", () => {
    const owing = failed(orderIn("delivered", { paymentId, refundedCents: 300 }));
    const wants = (order: Order, amountCents: number) =>
      advance(order, { ...commands.refund, amountCents }, at(2)).order.saga.refund;
    expect(() => wants(owing, 100)).toThrow("order-not-refundable");
    expect(() => wants(owing, 100)).toThrow(paymentId);
    expect(wants(owing, total)).toMatchObject({ amountCents: total });
    expect(wants(refunded(owing, refundsOf(300, total)), 100)).toMatchObject({ amountCents: 100 });
  });

  it("of an earlier payment is shown, and does not change the figures of this one", () => {
    const order = orderIn("delivered", { refundedCents: 300 });
    expect(failed(order)).toMatchObject({ refundedCents: 300, saga: { attention: "refund-failed" } });
  });
});
