import { orderRoutes, type ProductSummary } from "@caravan/contracts";
import * as v from "valibot";
import { beforeAll, describe, expect, it } from "vitest";
import { expectCleanBooks } from "../harness/books.ts";
import { hiddenFields, openBrowser } from "../harness/browser.ts";
import { expectRefusals, without } from "../harness/outage.ts";
import { anyProduct, openWithCart, placeOne, refusalIn, unreachable } from "../harness/outage-words.ts";
import { buy, confirm, newAccountHolder, newShopper, paid, pay, reached } from "../harness/shopper.ts";
import { until } from "../harness/until.ts";

const address = { name: "Ada", street: "Way 1", postalCode: "1249-096", city: "Lisbon", country: "PT" };
let product: ProductSummary;
beforeAll(async () => {
  product = await anyProduct();
});

describe("while a service is down", () => {
  it("product: cached pages are served, no order is placed without prices, placed orders are paid and confirmed", async () => {
    const shopper = await newShopper();
    const browser = await openBrowser();
    const [earlier, key] = [await placeOne(shopper), crypto.randomUUID()];
    await browser.get(`/products/${product.id}`);
    const unseen = `/search?q=${crypto.randomUUID()}`;
    // A SKU whose price is not cached.
    const wish = { lines: [{ sku: "CAR-0066", quantity: 1 }] };
    await without("product", async (since) => {
      expect((await browser.get(`/products/${product.id}`)).text).toContain(product.name);
      const page = await browser.get(unseen);
      expect(page.status).toBe(503);
      expect(page.text).toContain("A sandstorm holds us up");
      expect(refusalIn(await shopper.send("GET", "/v1/products"))).toEqual(unreachable);
      const refused = refusalIn(await shopper.placeOrder(wish, key));
      expect(refused).toEqual({ status: 503, code: "prices-unavailable", retryAfter: 2 });
      await pay(shopper, earlier.id);
      await reached(shopper, earlier.id, ...paid);
      await expectRefusals("order", "product", since);
    });
    await until("the same request orders", async () =>
      (await shopper.placeOrder(wish, key)).status === 201 ? true : undefined,
    );
    expect((await browser.get(unseen)).status).toBe(200);
  });

  it("user: shoppers with a token go on buying, sign-ins are refused, and no session ends", async () => {
    const shopper = await newAccountHolder();
    const returning = await openBrowser({ refreshToken: shopper.session.refreshToken });
    const newcomer = await openBrowser();
    await without("user", async (since) => {
      const order = await buy(shopper);
      await reached(shopper, order.id, ...paid);
      expect((await newcomer.get(`/products/${product.id}`)).status).toBe(200);
      const first = await newcomer.submit("/cart", { do: "add", productId: product.id, quantity: "1" });
      expect(first.status).toBe(503);
      expect(first.text).toContain("We could not put it into your cart");
      const entering = await newcomer.submit("/sign-in", {
        email: "ada@example.com",
        password: "x".repeat(12),
      });
      expect(entering.status).toBe(503);
      expect(entering.text).toContain("A part of the shop does not answer");
      expect(refusalIn(await shopper.post("/v1/guests", {}))).toEqual(unreachable);
      const page = await returning.get("/orders");
      expect(page.status).toBe(503);
      expect(page.text).toContain("Try again");
      expect(page.headers["set-cookie"]).toBeUndefined();
      await expectRefusals("storefront", "user", since);
    });
    const page = await until("the session goes on", async () => {
      const reply = await returning.get("/orders");
      return reply.status === 200 ? reply : undefined;
    });
    expect(String(page.headers["set-cookie"])).toContain("caravan-access=");
  });

  it("inventory: pages have no stock figure, orders are accepted and hold their stock later", async () => {
    const shopper = await newShopper();
    const browser = await openBrowser(shopper.session);
    const earlier = await placeOne(shopper);
    const later = await without("inventory", async (since) => {
      await until("the page shows no stock figure", async () => {
        const { status, text } = await browser.get(`/products/${product.id}`);
        expect(status).toBe(200);
        return text.includes("Stock can't be checked right now") ? true : undefined;
      });
      const order = await placeOne(shopper);
      expect(order.status).toBe("placed");
      expect((await browser.get(`/orders/${order.id}`)).text).toContain("Your order is accepted");
      const payment = await shopper.post(`/v1/orders/${order.id}/payment`, {
        returnUrl: "http://example.com/",
      });
      expect(refusalIn(payment)).toMatchObject({ status: 409, code: "order-not-payable" });
      // Paid, but not captured before the stock is committed.
      await pay(shopper, earlier.id);
      await reached(shopper, earlier.id, "payment-authorised");
      for (const caller of ["order", "storefront"] as const) await expectRefusals(caller, "inventory", since);
      return order;
    });
    await reached(shopper, later.id, "stock-reserved");
    await pay(shopper, later.id);
    for (const { id } of [earlier, later]) await reached(shopper, id, ...paid);
  });

  it("order: browsing and carts go on, the checkout keeps its form and its key, and payments are applied later", async () => {
    const shopper = await newShopper();
    const begun = await placeOne(shopper);
    const { confirmationUrl } = await shopper.startPayment(begun.id);
    const browser = await openWithCart(shopper, product);
    const form: Record<string, string> = { ...hiddenFields(await browser.get("/checkout")), ...address };
    await without("order", async (since) => {
      expect((await browser.get("/cart")).text).toContain(product.name);
      const refused = await browser.submit("/checkout", form);
      expect(refused.status).toBe(503);
      expect(refused.text).toContain("nothing will be done twice");
      expect(hiddenFields(refused)).toEqual(expect.objectContaining({ key: form.key }));
      expect((await browser.get("/orders")).status).toBe(503);
      expect(refusalIn(await shopper.send("GET", "/v1/orders"))).toEqual(unreachable);
      await expectRefusals("storefront", "order", since);
      await confirm(confirmationUrl);
    });
    const placed = await until("the same form orders", async () => {
      const reply = await browser.submit("/checkout", form);
      return reply.status === 303 ? reply : undefined;
    });
    expect(String(placed.headers.location)).toContain("/pay/");
    expect((await browser.submit("/checkout", form)).status).toBe(303);
    const list = await shopper.send("GET", "/v1/orders");
    expect(v.parse(orderRoutes.listOrders.success.body, list.json()).items).toHaveLength(2);
    await reached(shopper, begun.id, ...paid);
  });

  it("storefront: the API goes on selling, and carts are kept", async () => {
    const shopper = await newShopper();
    const browser = await openWithCart(shopper, product);
    await without("storefront", async () => {
      expect(refusalIn(await browser.get("/"))).toEqual(unreachable);
      const order = await buy(shopper);
      await reached(shopper, order.id, ...paid);
    });
    await until("the cart is shown", async () =>
      (await browser.get("/cart")).text.includes(product.name) ? true : undefined,
    );
  });

  it("nothing is lost", () => expectCleanBooks());
});
