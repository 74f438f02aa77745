import { euros, type OrderStatus, OrderStatus as Status } from "@caravan/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quoteOf } from "../testing/fake-promotions.ts";
import { commands, ended, paymentId, refundsOf } from "../testing/machine-inputs.ts";
import { at, orderIn } from "../testing/make-order.ts";
import { pricedBy, useDue } from "./benefits.ts";
import { advance } from "./machine.ts";
import type { Order } from "./order.ts";
import { totalOf } from "./order.ts";
import type { Benefits } from "./order-benefits.ts";

const promoted = (status: OrderStatus, use: Benefits["use"], parts: Partial<Order> = {}): Order =>
  orderIn(status, { benefits: { use, applied: [] }, ...parts });
const done = { kind: "done", learned: {} } as const;

describe("an order that takes something of promotions", () => {
  it("has it confirmed after its stock and before its money, and is given up when that is refused", () => {
    const authorised = { kind: "payment-authorised", paymentId, amountCents: 26_197 } as const;
    const { order: paid } = advance(promoted("stock-reserved", "held", { paymentId }), authorised, at());
    expect(paid.saga.steps).toEqual(["commit-stock", "confirm-promotion", "capture-payment"]);
    const { order: committed } = advance(paid, ended("commit-stock", done), at());
    const { order: used } = advance(committed, ended("confirm-promotion", done), at());
    expect([used.benefits?.use, used.saga.steps]).toEqual(["used", ["capture-payment"]]);
    const no = { kind: "refused", code: "use-ended", why: "it was given back" } as const;
    const refused = advance(committed, ended("confirm-promotion", no), at());
    expect(refused.order).toMatchObject({ status: "cancelled", benefits: { use: "held" } });
    expect(refused.order.saga.steps).toEqual(["cancel-payment", "return-stock", "cancel-promotion"]);
    expect(refused.entries[0]).toMatchObject({ who: "promotion", why: "use-ended: it was given back" });
  });

  it.each(["stock-reserved", "payment-authorised"] as const)(
    "gives it back when it is cancelled while %s",
    (status) => {
      const { order } = advance(promoted(status, "held"), commands.cancel, at());
      expect(order.saga.steps.at(-1)).toBe("cancel-promotion");
      expect(order.saga.steps).not.toEqual(["cancel-promotion"]);
    },
  );

  it("gives it back once its money is refunded as a whole, and not for a part of it", () => {
    const returned = promoted("returned", "used", { paymentId });
    const last = {
      ...returned,
      saga: { ...returned.saga, steps: ["refund-payment"], nextAttemptAt: at().now },
    } as const;
    const { order: refunded } = advance(last, ended("refund-payment", done), at());
    expect([refunded.status, refunded.saga.steps]).toEqual(["refunded", ["cancel-promotion"]]);
    const { order: back } = advance(refunded, ended("cancel-promotion", done), at());
    expect([back.benefits?.use, back.saga.steps]).toEqual(["back", []]);
    for (const [cents, steps] of [
      [back.totalCents - 1, []],
      [back.totalCents, ["cancel-promotion"]],
    ] as const) {
      const told = {
        kind: "payment-refunded",
        paymentId,
        refunds: refundsOf(cents),
        why: "scratch",
      } as const;
      expect(advance(promoted("delivered", "used", { paymentId }), told, at()).order.saga.steps).toEqual(
        steps,
      );
    }
  });

  it("tells promotion what an older version has left out, whatever comes next", () => {
    for (const status of Status.options) {
      const order = promoted(status, "held");
      const { saga } = advance(order, { kind: "deadline-over" }, at()).order;
      const due = useDue(order);
      const step = { held: [], used: ["confirm-promotion"], back: ["cancel-promotion"] }[due];
      expect([status, saga.steps, saga.nextAttemptAt !== null]).toEqual([status, step, due !== "held"]);
    }
  });

  it("owes nothing once it is back, and never took anything without benefits", () => {
    for (const status of Status.options) {
      expect(useDue(promoted(status, "back"))).toBe("back");
      expect(useDue(orderIn(status))).toBe("back");
    }
    expect(
      ["confirmed", "dispatched", "delivered", "return-requested", "returned"].map((status) =>
        useDue(promoted(status as OrderStatus, "held")),
      ),
    ).toEqual(Array.from({ length: 5 }, () => "used"));
  });
});

describe("a quote", () => {
  const { lines, totalCents } = orderIn("placed");

  it("gives each line its discount, and the order their sum", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 19_900 }), (cents) => {
        const priced = pricedBy(lines, quoteOf({ lines }, cents, "SPRING"));
        expect(totalOf(priced.lines)).toBe(totalCents - cents);
        expect(priced.lines.map(({ discountCents }) => discountCents)).toEqual([cents, 0]);
        expect(priced.benefits?.applied.map(({ discountCents }) => discountCents)).toEqual(
          cents > 0 ? [cents] : [],
        );
      }),
    );
  });

  it("that does not fit its order is never used", () => {
    const good = quoteOf({ lines }, 500, null);
    const [first, second] = good.lines;
    if (first === undefined || second === undefined) throw new Error("no lines");
    const wrong = [
      { ...good, total: euros(totalCents) },
      { ...good, applied: [] },
      { ...good, lines: [first] },
      { ...good, lines: [first, second, { ...second, sku: "CAR-0003" }] },
      { ...good, lines: [first, { ...second, quantity: 2 }] },
      { ...good, lines: [{ ...first, price: euros(1) }, second] },
      { ...good, lines: [{ ...first, discount: euros(499) }, second] },
      { ...good, lines: [{ ...first, discount: euros(20_000) }, second] },
    ];
    for (const quote of wrong) expect(() => pricedBy(lines, quote)).toThrow(/quote/);
    const one = lines.slice(0, 1);
    expect(() => pricedBy(one, quoteOf({ lines: one }, 19_900, null)), "nothing to pay").toThrow(/quote/);
  });
});
