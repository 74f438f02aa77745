import { newId, Order as OrderReply, orderConfirmed } from "@caravan/contracts";
import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { address, at, heldAs } from "../testing/make-order.ts";
import { confirmedEvent } from "./events.ts";
import { type Price, priceLines, totalOf } from "./order.ts";
import { place } from "./place.ts";
import { orderReply } from "./replies.ts";

const price = fc.record({
  sku: fc.integer({ min: 1, max: 9999 }).map((n) => `CAR-${String(n).padStart(4, "0")}`),
  productId: fc.constant(newId("prd")),
  name: fc.string({ maxLength: 20 }),
  priceCents: fc.integer({ min: 0, max: 10_000_000 }),
});
const basket = fc
  .uniqueArray(price, { minLength: 1, maxLength: 50, selector: ({ sku }) => sku })
  .chain((prices) =>
    fc.record({
      prices: fc.constant(prices),
      quantities: fc.array(fc.integer({ min: 1, max: 99 }), {
        minLength: prices.length,
        maxLength: prices.length,
      }),
    }),
  );
const bySku = (prices: readonly Price[]) => new Map(prices.map((each) => [each.sku, each]));
const tent: Price = { sku: "CAR-0001", productId: newId("prd"), name: "Tent", priceCents: 19_900 };

describe("an order", () => {
  it("costs the sum of its lines, each price × quantity, to the cent", () => {
    fc.assert(
      fc.property(basket, ({ prices, quantities }) => {
        const lines = prices.map(({ sku }, i) => ({ sku, quantity: quantities[i] ?? 1 }));
        const { order, entries } = place(
          {
            ...{ id: newId("ord"), shopperId: newId("gst"), deliverTo: address },
            lines: priceLines(lines, bySku(prices)),
          },
          at(),
          heldAs(newId("rsv")),
        );
        const reply = v.parse(OrderReply, orderReply(order, entries));
        const exact = prices.reduce(
          (sum, each, i) => sum + BigInt(each.priceCents) * BigInt(quantities[i] ?? 1),
          0n,
        );
        expect(BigInt(reply.total.amountCents)).toBe(exact);
        expect(reply.lines.reduce((sum, line) => sum + line.total.amountCents, 0)).toBe(
          reply.total.amountCents,
        );
        expect(reply.lines.map(({ sku }) => sku)).toEqual(lines.map(({ sku }) => sku));
        const { data } = confirmedEvent(order, at().now);
        expect(v.parse(orderConfirmed.data, data).total).toEqual(reply.total);
      }),
    );
  });

  it("is refused when its total is not exact to the cent", () => {
    const line = { ...tent, quantity: 99, discountCents: 0 };
    for (const priceCents of [Number.MAX_SAFE_INTEGER, 2 ** 60, 0.5, -1, Number.NaN])
      expect(() => totalOf([{ ...line, priceCents }])).toThrow("total-too-large");
    const most = { ...line, quantity: 1, priceCents: Number.MAX_SAFE_INTEGER };
    expect(totalOf([most])).toBe(Number.MAX_SAFE_INTEGER);
    expect(() => totalOf([most, { ...most, priceCents: 1 }])).toThrow("total-too-large");
  });

  it("names every SKU that the catalogue does not have", () => {
    const lines = ["CAR-0001", "CAR-0002", "CAR-0003"].map((sku) => ({ sku, quantity: 1 }));
    expect(() => priceLines(lines, bySku([tent]))).toThrow(/CAR-0002, CAR-0003/);
  });
});
