import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addedSince,
  addPieces,
  type Cart,
  emptyCart,
  joinCarts,
  removeLine,
  setQuantity,
  takeOut,
} from "./cart.ts";

const product = fc.integer({ min: 1, max: 60 }).map((number) => `prd_${number}`);
const line = fc.record({ productId: product, quantity: fc.integer({ min: 1, max: 99 }) });
const cart: fc.Arbitrary<Cart> = fc
  .uniqueArray(line, { maxLength: 50, selector: ({ productId }) => productId })
  .map((lines) => ({ lines, ordered: [] }));
const quantityIn = ({ lines }: Cart, productId: string) =>
  lines.find((entry) => entry.productId === productId)?.quantity ?? 0;

describe("a cart", () => {
  test("never holds more than 50 lines, nor fewer than 1 or more than 99 of one", () => {
    fc.assert(
      fc.property(cart, fc.array(line), (before, more) => {
        const after = joinCarts(before, more);
        expect(after.lines.length).toBeLessThanOrEqual(50);
        expect(new Set(after.lines.map(({ productId }) => productId)).size).toBe(after.lines.length);
        for (const { quantity } of after.lines) {
          expect(quantity).toBeGreaterThanOrEqual(1);
          expect(quantity).toBeLessThanOrEqual(99);
        }
      }),
    );
  });

  test("refuses a 51st line as `cart-full`", () => {
    const full = Array.from({ length: 50 }, (_, n) => ({ productId: `prd_${n}`, quantity: 1 })).reduce(
      addPieces,
      emptyCart,
    );
    expect(() => addPieces(full, { productId: "prd_x", quantity: 1 })).toThrow(/cart-full/);
    expect(addPieces(full, { productId: "prd_0", quantity: 1 }).lines).toHaveLength(50);
  });

  test("loses exactly the ordered pieces, once per order", () => {
    fc.assert(
      fc.property(cart, line, (ordered, since) => {
        const order = { id: "ord_1", lines: ordered.lines };
        const now = joinCarts(ordered, [since]);
        const left = takeOut(now, order);
        for (const { productId, quantity } of now.lines)
          expect(quantityIn(left, productId)).toBe(quantity - quantityIn(ordered, productId));
        expect(takeOut(left, order)).toBe(left);
      }),
    );
  });

  test("the old cart plus what was added since is the current cart", () => {
    fc.assert(
      fc.property(cart, fc.array(line, { maxLength: 5 }), (before, more) => {
        const now = joinCarts(before, more);
        expect(joinCarts(before, addedSince(before, now))).toEqual(now);
      }),
    );
  });

  test("stays unchanged when another tab removed the line", () => {
    expect(setQuantity(emptyCart, "prd_1", 3)).toBe(emptyCart);
    expect(removeLine(emptyCart, "prd_1")).toBe(emptyCart);
  });
});
