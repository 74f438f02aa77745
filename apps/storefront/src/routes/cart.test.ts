import { describe, expect, test } from "vitest";
import { formIn, lamp, putIntoCart, smallShop, tent, unknownId, Visitor } from "../testing/small-shop.ts";

describe("the cart", () => {
  test("is empty, without a session, for a visitor who only browses", async () => {
    const { shop, visitor } = smallShop();
    for (const path of ["/", "/cart", `/products/${tent.id}`, "/search?q=lamp", "/orders", "/sign-in"]) {
      const { status, headers } = await visitor.get(path);
      expect(status).toBe(200);
      expect(headers.getSetCookie()).toEqual([]);
    }
    expect(
      shop.calls.filter(
        (call) => !["listSales", "listStock", "listOffers"].includes(call) && !call.match(/Product|Categor/),
      ),
    ).toEqual([]);
    expect(shop.state.entries.size).toBe(0);
  });

  test("holds what was added, at current prices", async () => {
    const { shop, visitor } = smallShop();
    expect(await putIntoCart(visitor, tent.id, "2")).toMatchObject({ status: 303, location: "/cart" });
    await putIntoCart(visitor, lamp.id);
    expect((await visitor.get("/cart")).html).toContain("€ 1,007.50");
    shop.products = [{ ...tent, price: { amountCents: 10_000, currency: "EUR" } }, lamp];
    shop.clock.time += 100_000;
    await visitor.get("/cart");
    expect((await visitor.get("/cart")).html).toContain("€ 229.50");
    expect(JSON.stringify([...shop.state.entries.values()])).not.toMatch(/48900|price/i);
  });

  test("is changed and emptied line by line", async () => {
    const { visitor } = smallShop();
    await putIntoCart(visitor, tent.id);
    await putIntoCart(visitor, lamp.id);
    await visitor.post("/cart", { do: "set", [`quantity.${tent.id}`]: "3" });
    await visitor.post("/cart", { remove: lamp.id });
    const { html } = await visitor.get("/cart");
    expect(html).toContain('value="3"');
    expect(html).not.toContain("Brass Lamp");
  });

  describe("with quantities in its fields", () => {
    const filled = async () => {
      const { shop, visitor } = smallShop();
      await putIntoCart(visitor, tent.id);
      await putIntoCart(visitor, lamp.id);
      const form = formIn((await visitor.get("/cart")).html, "/cart");
      expect(Object.keys(form)).toEqual([`quantity.${tent.id}`, `quantity.${lamp.id}`, "code"]);
      return { shop, visitor, form: { ...form, [`quantity.${tent.id}`]: "3" } };
    };
    const quantities = async (visitor: Visitor) =>
      [...(await visitor.get("/cart")).html.matchAll(/type="number"[^>]* value="([^"]*)"/g)].map(
        ([, value]) => value,
      );

    test("applies them on the way to the checkout", async () => {
      const { visitor, form } = await filled();
      expect((await visitor.post("/cart", { ...form, do: "checkout" })).location).toBe("/checkout");
      expect((await visitor.get("/checkout")).html).toContain("€ 1,496.50");
    });

    test("applies them when a line is removed, too", async () => {
      const { visitor, form } = await filled();
      await visitor.post("/cart", { ...form, remove: lamp.id });
      expect(await quantities(visitor)).toEqual(["3"]);
    });

    test("asks again for an invalid one, and keeps the others", async () => {
      const { visitor, form } = await filled();
      const wrong = { ...form, [`quantity.${lamp.id}`]: "two" };
      const refused = await visitor.post("/cart", { ...wrong, do: "checkout" });
      expect(refused.status).toBe(400);
      expect(refused.html).toContain(
        'value="two" min="1" max="99" step="1" inputmode="numeric" required aria-invalid="true" aria-describedby="notice" autofocus',
      );
      expect(await quantities(visitor)).toEqual(["3", "1"]);
    });
  });

  test("warns about a line for which there is not enough stock", async () => {
    const { shop, visitor } = smallShop();
    await putIntoCart(visitor, lamp.id, "5");
    expect((await visitor.get("/cart")).html).toContain("Only 3 left");
    shop.free.set(lamp.sku, 0);
    shop.clock.time += 100_000;
    await visitor.get("/cart");
    expect((await visitor.get("/cart")).html).toContain("Sold out");
    shop.down.add("inventory");
    expect((await visitor.get("/cart")).status).toBe(200);
  });

  test("belongs to its browser alone", async () => {
    const { visitor, router } = smallShop();
    await putIntoCart(visitor, tent.id);
    expect((await new Visitor(router).get("/cart")).html).toContain("There is nothing in it yet");
  });

  test.each(["", "0", "-1", "1.5", "100", "1e1", "two", "9999999999", "1 2", "0x1", "٣"])(
    "refuses the quantity %j and asks again",
    async (quantity) => {
      const { shop, visitor } = smallShop();
      const refused = await putIntoCart(visitor, tent.id, quantity);
      expect(refused.status).toBe(400);
      expect(refused.html).toContain("whole number from 1 to 99");
      expect(refused.html).toContain('aria-invalid="true" aria-describedby="notice" autofocus');
      expect(shop.state.entries.size).toBe(0);
      await putIntoCart(visitor, tent.id);
      const changed = await visitor.post("/cart", { do: "set", [`quantity.${tent.id}`]: quantity });
      expect(changed.status).toBe(400);
      expect(changed.html).toContain("whole number from 1 to 99");
    },
  );

  test("creates no guest for an unknown product", async () => {
    const { shop, visitor } = smallShop();
    expect((await putIntoCart(visitor, unknownId)).status).toBe(404);
    expect(shop.calls).not.toContain("createGuest");
    expect(visitor.cookies.size).toBe(0);
  });

  test("marks items that are no longer sold or cannot be looked up", async () => {
    const { shop, visitor } = smallShop();
    await putIntoCart(visitor, tent.id);
    await putIntoCart(visitor, lamp.id);
    shop.products = [lamp];
    shop.clock.time += 10_000_000;
    const gone = await visitor.get("/cart");
    expect(gone.html).toContain("An item we no longer sell");
    expect(gone.html).toContain("Go to checkout");
    shop.down.add("product");
    shop.clock.time += 10_000_000;
    const unknown = await visitor.get("/cart");
    expect(unknown.status).toBe(200);
    expect(unknown.html).toContain("not known right now");
    expect(unknown.html).not.toContain("Go to checkout");
  });

  test("cannot be changed while the store or user is down; the product's page shows a notice", async () => {
    const { shop, visitor } = smallShop();
    shop.down.add("user");
    const noGuest = await putIntoCart(visitor, tent.id, "2");
    expect(noGuest).toMatchObject({ status: 503 });
    expect(noGuest.html).toContain("We could not put it into your cart");
    expect(noGuest.html).toContain('value="2"');
    expect((await visitor.get("/")).status).toBe(200);
    shop.down.clear();
    shop.state.isDown = true;
    expect((await putIntoCart(visitor, tent.id)).status).toBe(503);
    const cart = await visitor.get("/cart");
    expect(cart.status).toBe(503);
    expect(cart.html).toContain('<a class="button" href="/cart">Try again</a>');
  });

  test("refuses a form of another site, another media type and a huge body", async () => {
    const { shop, visitor } = smallShop();
    const form = { do: "add", productId: tent.id, quantity: "1" };
    expect((await visitor.post("/cart", form, { origin: "http://evil.test" })).status).toBe(403);
    expect((await visitor.post("/cart", form, { origin: "null" })).status).toBe(403);
    expect((await visitor.post("/cart", form, { "content-type": "application/json" })).status).toBe(415);
    expect((await visitor.post("/cart", { ...form, extra: "x".repeat(40_000) })).status).toBe(413);
    expect((await visitor.post("/cart", { quantity: "1" })).status).toBe(400);
    expect(shop.state.entries.size).toBe(0);
  });
});
