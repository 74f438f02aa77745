import type { Quote } from "@caravan/contracts";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Cart } from "./cart.ts";
import { quote } from "./quote.ts";
import { carts } from "./testing/carts.ts";

/** The ordinary run, and that of `./caravan test --long`: a million carts over all properties. */
const isLong = process.env.CARAVAN_LONG === "1";
const numRuns = isLong ? 200_000 : 2_000;
const patience = isLong ? 900_000 : 60_000;

const always = (property: (priced: Quote, cart: Cart) => void) =>
  fc.assert(
    fc.property(carts, (cart) => property(quote(cart), cart)),
    { numRuns },
  );
const centsOf = (amounts: readonly { readonly amountCents: number }[]): number =>
  amounts.reduce((sum, { amountCents }) => sum + amountCents, 0);

it("no line and no total is ever below zero, and of what costs something a cent is left", {
  timeout: patience,
}, () => {
  always(({ lines, total, discount, subtotal }) => {
    for (const line of lines) {
      expect(line.discount.amountCents).toBeGreaterThanOrEqual(0);
      expect(line.total.amountCents).toBe(line.price.amountCents * line.quantity - line.discount.amountCents);
      expect(line.total.amountCents).toBeGreaterThanOrEqual(0);
    }
    expect(total.amountCents).toBe(subtotal.amountCents - discount.amountCents);
    expect(total.amountCents).toBeGreaterThanOrEqual(Math.min(1, subtotal.amountCents));
  });
});

it("the lines' discounts are the order's, to the cent, and each promotion's part of it too", {
  timeout: patience,
}, () => {
  always(({ lines, applied, discount }) => {
    expect(centsOf(lines.map((line) => line.discount))).toBe(discount.amountCents);
    expect(centsOf(applied.map((one) => one.discount))).toBe(discount.amountCents);
    for (const one of applied) {
      expect(one.discount.amountCents).toBeGreaterThan(0);
      expect(centsOf(one.lines.map((line) => line.discount))).toBe(one.discount.amountCents);
    }
    for (const { sku, discount: whole } of lines) {
      const parts = applied.flatMap((one) => one.lines.filter((line) => line.sku === sku));
      expect(centsOf(parts.map((part) => part.discount))).toBe(whole.amountCents);
    }
  });
});

it("the order of lines, of promotions and of codes changes nothing, and neither does a second time", {
  timeout: patience,
}, () => {
  const ordered = ({ lines, refused, ...rest }: Quote) => ({
    ...rest,
    lines: lines.toSorted((a, b) => (a.sku < b.sku ? -1 : 1)),
    refused: refused.toSorted((a, b) => (a.code < b.code ? -1 : 1)),
  });
  const shuffled = <T>(items: readonly T[]) => fc.shuffledSubarray([...items], { minLength: items.length });
  const pairs = carts.chain((cart) =>
    fc
      .record({
        lines: shuffled(cart.lines),
        promotions: shuffled(cart.promotions),
        codes: shuffled(cart.codes),
      })
      .map((other) => [cart, { ...cart, ...other }] as const),
  );
  fc.assert(
    fc.property(pairs, ([cart, other]) => {
      const priced = quote(cart);
      expect(quote(cart)).toEqual(priced);
      expect(ordered(quote(other))).toEqual(ordered(priced));
    }),
    { numRuns },
  );
});

it("no promotion is applied that is barred, overdrawn, unnamed, or beside one that does not combine", {
  timeout: patience,
}, () => {
  always(({ applied }, { promotions, codes }) => {
    const terms = applied.map(({ promotionId }) => promotions.find(({ id }) => id === promotionId));
    for (const [at, promotion] of terms.entries()) {
      expect(promotion?.barred).toBeNull();
      expect(promotion?.code === null || codes.includes(promotion?.code ?? "")).toBe(true);
      expect(promotion?.combines === true || applied.length === 1).toBe(true);
      const budget = promotion?.budgetLeftCents ?? Number.POSITIVE_INFINITY;
      expect(applied[at]?.discount.amountCents).toBeLessThanOrEqual(budget);
    }
  });
});

it("each code that was named is applied or refused with a reason, and no other is", {
  timeout: patience,
}, () => {
  always(({ applied, refused }, { codes }) => {
    const used = applied.flatMap(({ code }) => (code === null ? [] : [code]));
    const told = [...used, ...refused.map(({ code }) => code)].toSorted();
    expect(told).toEqual([...new Set(codes)].toSorted());
  });
});
