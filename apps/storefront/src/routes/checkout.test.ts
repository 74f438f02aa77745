import { Refusal } from "@caravan/contracts";
import { describe, expect, test } from "vitest";
import {
  checkoutForm,
  formIn,
  home,
  lamp,
  putIntoCart,
  smallShop,
  tent,
  withCart,
} from "../testing/small-shop.ts";

const busy = () => new Refusal({ kind: "conflict", code: "idempotency-key-in-progress", detail: "Wait." });
const down = () => new Refusal({ kind: "unavailable", code: "callee-unavailable", detail: "down" });
const orderId = (shop: ReturnType<typeof smallShop>["shop"]) => [...shop.orders.orders.keys()].at(-1) ?? "";

describe("the checkout", () => {
  test("places the order, empties the cart and redirects to the bank", async () => {
    const { shop, visitor } = await withCart();
    const { status, location } = await visitor.post("/checkout", await checkoutForm(visitor));
    expect({ status, location }).toEqual({ status: 303, location: "https://bank.test/pay/1" });
    const [order] = [...shop.orders.orders.values()];
    expect(order).toMatchObject({ deliverTo: home, total: { amountCents: 97_800 } });
    expect(shop.orders.payments).toMatchObject([
      { orderId: order?.id, returnUrl: `http://shop.test/orders/${order?.id}?back=1` },
    ]);
    expect((await visitor.get("/cart")).html).toContain("There is nothing in it yet");
  });

  test("gives the bank a return address at the shop's host, by TLS if the shopper uses it", async () => {
    const { shop, visitor } = await withCart();
    await visitor.post("/checkout", await checkoutForm(visitor), { "x-forwarded-proto": "https" });
    expect(shop.orders.payments[0]?.returnUrl).toBe(`https://shop.test/orders/${orderId(shop)}?back=1`);
  });

  test("lets browsers follow the form to the bank and nowhere else", async () => {
    const { visitor } = await withCart();
    const policy = (await visitor.get("/checkout")).headers.get("content-security-policy");
    expect(policy).toContain("form-action 'self' https://bank.test;");
  });

  test("a payment page that is not at the bank is never used", async () => {
    const { shop, visitor } = await withCart();
    for (const [index, url] of [
      "https://evil.test/pay",
      "https://bank.test.evil.test/",
      "javascript:1",
    ].entries()) {
      shop.orders.confirmationUrl = url;
      if (index > 0) await putIntoCart(visitor, tent.id);
      const { location } = await visitor.post("/checkout", await checkoutForm(visitor));
      expect(location).toBe(`/orders/${orderId(shop)}`);
    }
  });

  test("sent twice places one order, and removes its lines from the cart once", async () => {
    const { shop, visitor } = await withCart();
    const form = await checkoutForm(visitor);
    const [first, second] = await Promise.all([
      visitor.post("/checkout", form),
      visitor.post("/checkout", form),
    ]);
    expect([first.status, second.status]).toEqual([303, 303]);
    await putIntoCart(visitor, tent.id);
    expect((await visitor.post("/checkout", form)).status).toBe(303);
    expect(shop.orders.orders.size).toBe(1);
    expect((await visitor.get("/cart")).html).toContain("Dune Tent");
  });

  test("a second click waits for the first and gets its order", async () => {
    const { shop, visitor } = await withCart();
    shop.orders.refusals.push(busy(), busy(), busy());
    expect((await visitor.post("/checkout", await checkoutForm(visitor))).status).toBe(303);
  });

  test("orders the reviewed lines; what was added to the cart since stays there", async () => {
    const { shop, visitor } = await withCart();
    const form = await checkoutForm(visitor);
    await putIntoCart(visitor.tab(), lamp.id);
    await putIntoCart(visitor.tab(), tent.id);
    await visitor.post("/checkout", form);
    expect([...shop.orders.orders.values()][0]?.lines).toMatchObject([{ sku: tent.sku, quantity: 2 }]);
    const { html } = await visitor.get("/cart");
    expect(html).toContain("Brass Lamp");
    expect(html).toContain('value="1"');
  });

  test("a price that changed meanwhile is shown before the payment", async () => {
    const { shop, visitor } = await withCart();
    const form = await checkoutForm(visitor);
    shop.products = [{ ...tent, price: { amountCents: 50_000, currency: "EUR" } }, lamp];
    const { location } = await visitor.post("/checkout", form);
    expect(location).toBe(`/orders/${orderId(shop)}?price=changed`);
    expect(shop.orders.payments).toEqual([]);
    expect((await visitor.get(location)).html).toContain("A price has changed");
  });

  test.each([
    ["out-of-stock", new Refusal({ kind: "conflict", code: "out-of-stock", detail: "" }), 409, false],
    ["no answer", down(), 503, true],
    ["a fault", new Error("broken"), 500, true],
  ] as const)(
    "%s: the page again, with what was typed, the cart untouched",
    async (_, refusal, status, same) => {
      const { shop, visitor } = await withCart();
      shop.orders.refusals.push(refusal as Refusal);
      const form = await checkoutForm(visitor);
      const refused = await visitor.post("/checkout", form);
      expect(refused.status).toBe(status);
      expect(refused.html).toContain('value="Dünenweg 3"');
      expect(formIn(refused.html, "/checkout").key === form.key).toBe(same);
      expect((await visitor.get("/cart")).html).toContain("Dune Tent");
      const again = await visitor.post("/checkout", { ...form, ...formIn(refused.html, "/checkout") });
      expect(again.status).toBe(303);
      expect(shop.orders.orders.size).toBe(1);
    },
  );

  test("names the items that are short, and how many are left", async () => {
    const { shop, visitor } = await withCart("20");
    await putIntoCart(visitor, lamp.id);
    shop.free.set(lamp.sku, 0);
    const { status, html } = await visitor.post("/checkout", await checkoutForm(visitor));
    expect(status).toBe(409);
    expect(html).toContain("<li>Of Dune Tent &lt;4&gt; only 12 are left; you want 20.</li>");
    expect(html).toContain("<li>Brass Lamp is sold out.</li>");
  });

  test("when no payment can be started the order waits with a notice", async () => {
    const { shop, visitor } = await withCart();
    shop.orders.paymentRefusal = new Refusal({
      kind: "unavailable",
      code: "payment-unavailable",
      detail: "",
    });
    const { status, location } = await visitor.post("/checkout", await checkoutForm(visitor));
    expect({ status, location }).toEqual({ status: 303, location: `/orders/${orderId(shop)}` });
    const { html } = await visitor.get(location);
    expect(html).toContain("Your order waits for payment");
    expect(html).toContain("Pay now");
  });

  test("an order stays placed when the cart cannot be emptied", async () => {
    const { shop, visitor } = await withCart();
    const form = await checkoutForm(visitor);
    shop.state.isDown = true;
    expect((await visitor.post("/checkout", form)).location).toBe("https://bank.test/pay/1");
  });

  test("without a cart or a session there is nothing to check out", async () => {
    const { visitor } = smallShop();
    expect(await visitor.get("/checkout")).toMatchObject({ status: 303, location: "/cart" });
    const form = await withCart().then(({ visitor: other }) => checkoutForm(other));
    expect(await visitor.post("/checkout", form)).toMatchObject({ status: 303, location: "/cart" });
    expect((await visitor.post("/checkout", { ...form, lines: "x" })).status).toBe(400);
  });
});
