import { Refusal } from "@caravan/contracts";
import { describe, expect, test } from "vitest";
import { checkoutForm, putIntoCart, signUp, smallShop, tent } from "../testing/small-shop.ts";

const withCart = async () => {
  const { shop, visitor } = smallShop();
  await putIntoCart(visitor, tent.id, "2");
  return { shop, visitor };
};
const orderId = (shop: ReturnType<typeof smallShop>["shop"]) => [...shop.orders.orders.keys()].at(-1) ?? "";

describe("the checkout sent again, or refused for good", () => {
  test("sent again after a decline leads to the current payment, not to the one that has ended", async () => {
    const { shop, visitor } = await withCart();
    const form = await checkoutForm(visitor);
    await visitor.post("/checkout", form);
    shop.orders.confirmationUrl = "https://bank.test/pay/2";
    expect((await visitor.post("/checkout", form)).location).toBe("https://bank.test/pay/2");
    expect(shop.orders.orders.size).toBe(1);
  });

  test.each(["payment-authorised", "confirmed", "expired"] as const)(
    "sent again when the order is %s leads to the order and starts no payment",
    async (status) => {
      const { shop, visitor } = await withCart();
      const form = await checkoutForm(visitor);
      await visitor.post("/checkout", form);
      shop.orders.set(orderId(shop), { status, payBy: null });
      expect((await visitor.post("/checkout", form)).location).toBe(`/orders/${orderId(shop)}`);
      expect(shop.calls.filter((call) => call === "startPayment")).toHaveLength(1);
    },
  );

  test("too many unpaid orders get their own notice, with a link to the orders", async () => {
    const { shop, visitor } = await withCart();
    shop.orders.refusals.push(new Refusal({ kind: "conflict", code: "too-much-unpaid", detail: "" }));
    const { status, html } = await visitor.post("/checkout", await checkoutForm(visitor));
    expect(status).toBe(409);
    expect(html).toContain("<h2>You have unpaid orders</h2>");
    expect(html).toContain('<a href="/orders">See your orders</a>');
    expect(html).not.toContain("Press again");
  });

  test.each(["GET", "POST", "order"] as const)(
    "of an erased account shows a notice and deletes the cookies (%s)",
    async (way) => {
      const { shop, visitor } = await withCart();
      await signUp(visitor);
      const form = await checkoutForm(visitor);
      if (way === "order")
        shop.orders.refusals.push(
          new Refusal({ kind: "unauthenticated", code: "account-erased", detail: "" }),
        );
      else shop.users.accounts.clear();
      // Refused, so that the page is shown again.
      const sent = way === "POST" ? { ...form, street: "" } : form;
      const { status, html } = await (way === "GET"
        ? visitor.get("/checkout")
        : visitor.post("/checkout", sent));
      expect(status).toBe(401);
      expect(html).toContain("This account was erased");
      expect(html).toContain('href="/sign-in"');
      expect([...visitor.cookies.keys()].filter((name) => /access|refresh|waiting/.test(name))).toEqual([]);
    },
  );
});
