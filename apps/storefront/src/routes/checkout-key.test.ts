import { Refusal } from "@caravan/contracts";
import { describe, expect, test } from "vitest";
import { checkoutForm, lamp, putIntoCart, signUp, smallShop, tent } from "../testing/small-shop.ts";

const withCart = async () => {
  const { shop, visitor } = smallShop();
  await putIntoCart(visitor, tent.id, "2");
  return { shop, visitor };
};

describe("the checkout shown again, as by a browser that restores its pages", () => {
  test("is the same order while the cart holds the same", async () => {
    const { shop, visitor } = await withCart();
    const lost = await checkoutForm(visitor);
    // Placed, but neither was the cart emptied nor did the reply come back.
    shop.state.isDown = true;
    await visitor.post("/checkout", lost);
    shop.state.isDown = false;
    const restored = await checkoutForm(visitor);
    expect(restored.key).toBe(lost.key);
    expect((await visitor.post("/checkout", restored)).status).toBe(303);
    expect(shop.orders.orders.size).toBe(1);
    expect((await visitor.get("/cart")).html).toContain("There is nothing in it yet");
  });

  test("is the same order after signing in", async () => {
    const { visitor } = await withCart();
    const before = await checkoutForm(visitor);
    await signUp(visitor);
    expect((await checkoutForm(visitor)).key).toBe(before.key);
  });

  test("is another order once the cart has changed, or this one was refused", async () => {
    const { shop, visitor } = await withCart();
    const keys = [(await checkoutForm(visitor)).key];
    await putIntoCart(visitor, lamp.id);
    keys.push((await checkoutForm(visitor)).key);
    shop.orders.refusals.push(new Refusal({ kind: "conflict", code: "out-of-stock", detail: "" }));
    await visitor.post("/checkout", await checkoutForm(visitor));
    keys.push((await checkoutForm(visitor)).key);
    await visitor.post("/checkout", await checkoutForm(visitor));
    await putIntoCart(visitor, tent.id, "2");
    await putIntoCart(visitor, lamp.id);
    keys.push((await checkoutForm(visitor)).key);
    expect(new Set(keys).size).toBe(4);
  });
});
