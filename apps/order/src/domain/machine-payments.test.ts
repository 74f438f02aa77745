import { newId } from "@caravan/contracts";
import { describe, expect, it } from "vitest";
import { commands, total } from "../testing/machine-inputs.ts";
import { at, orderIn } from "../testing/make-order.ts";
import { advance } from "./machine.ts";
import type { Order } from "./order.ts";

describe("an order that was declined", () => {
  const declined = (order: Order, paymentId: string) =>
    advance(order, { kind: "payment-declined", paymentId, why: "no cover" }, at(60)).order;
  const [first, second] = [newId("pay"), newId("pay")].sort() as [string, string];
  const started = (order: Order, paymentId: string) =>
    advance(order, { kind: "payment-started", paymentId }, at(61)).order;
  const authorised = (order: Order, paymentId: string) =>
    advance(order, { kind: "payment-authorised", paymentId, amountCents: total }, at(62)).order;

  it("stays payable until its payBy, and not longer", () => {
    const order = orderIn("stock-reserved", { paymentId: first });
    const next = declined(order, first);
    expect(next).toMatchObject({ status: "stock-reserved", paymentId: null });
    expect(next.saga).toEqual(order.saga);
    const late = advance(next, { kind: "deadline-over" }, at(1_000));
    expect(late.order).toMatchObject({
      status: "expired",
      saga: { steps: ["cancel-payment", "release-stock"] },
    });
  });

  it("is paid by the next payment, and late money of the first is refunded", () => {
    const again = started(declined(orderIn("stock-reserved", { paymentId: first }), first), second);
    const paid = authorised(again, second);
    expect(paid).toMatchObject({ status: "payment-authorised", paymentId: second });
    const both = authorised(paid, first);
    expect(both).toMatchObject({ paymentId: second, saga: { earlierPayments: [first] } });
    expect(both.saga.steps).toEqual(["commit-stock", "capture-payment", "cancel-earlier-payment"]);
    expect(authorised(both, first)).toBe(both);
  });

  it("is paid by the payment that is authorised first, and the other is cancelled", () => {
    const again = started(declined(orderIn("stock-reserved", { paymentId: first }), first), second);
    expect(authorised(again, first)).toMatchObject({
      ...{ status: "payment-authorised", paymentId: first },
      saga: {
        steps: ["commit-stock", "capture-payment", "cancel-earlier-payment"],
        earlierPayments: [second],
      },
    });
  });

  it("drops the current payment only, whatever comes late", () => {
    const again = started(orderIn("stock-reserved", { paymentId: first }), second);
    expect(declined(again, first).paymentId).toBe(second);
    expect(started(again, first).paymentId).toBe(second);
  });

  it("has a further payment cancelled that is begun while the first is authorised", () => {
    const paid = authorised(orderIn("stock-reserved", { paymentId: first }), first);
    expect(started(paid, second).saga.earlierPayments).toEqual([second]);
  });

  it("that is given up has all of its payments cancelled, without a list of them", () => {
    const paid = authorised(started(orderIn("stock-reserved", { paymentId: first }), second), first);
    const given = advance(paid, commands.cancel, at(63)).order;
    expect(given.saga).toMatchObject({ steps: ["cancel-payment", "return-stock"], earlierPayments: [] });
  });
});
