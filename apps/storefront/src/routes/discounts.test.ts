import { Refusal } from "@caravan/contracts";
import { describe, expect, test } from "vitest";
import { checkoutForm, formIn, lamp, putIntoCart, signUp, tent, withCart } from "../testing/small-shop.ts";

/** A cart with two tents at € 489.00, a code in it, and what the code takes off. */
const withCode = async (cents = 10_000) => {
  const made = await withCart();
  made.shop.promotion.coupons.set("SPRING-10", cents);
  await made.visitor.post("/cart", { do: "set", code: " spring-10 " });
  return made;
};
const order = ({ orders }: Awaited<ReturnType<typeof withCart>>["shop"]) =>
  [...orders.orders.values()].at(-1);
/** What a reader sees, in one line. */
const text = (html: string): string => html.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");

describe("a cart with discounts", () => {
  test("shows what a rule takes off its line, why, and the way from the list price to the total", async () => {
    const { shop, visitor } = await withCart();
    shop.promotion.ruleCents = 5_000;
    const cart = text((await visitor.get("/cart")).html);
    expect(cart).toContain("€ 978.00 less discounts of − € 50.00");
    expect(cart).toContain("Subtotal € 978.00 Winter sale Winter sale on CAR-0001 − € 50.00");
    expect(cart).toContain("Total € 928.00");
  });

  test("takes a code from its one form, in any spelling, with the quantities that were typed", async () => {
    const { shop, visitor } = await withCode();
    const { html } = await visitor.get("/cart");
    expect(text(html)).toContain("SPRING-10 counts");
    expect(text(html)).toContain("Spring coupon (SPRING-10) Spring coupon on CAR-0001 − € 100.00");
    const form = { ...formIn(html, "/cart"), do: "checkout", [`quantity.${tent.id}`]: "3" };
    expect((await visitor.post("/cart", form)).location).toBe("/checkout");
    expect(text((await visitor.get("/checkout")).html)).toContain("Order and pay € 1,367.00");
    await visitor.post("/cart", { removeCode: "SPRING-10" });
    expect((await visitor.get("/cart")).html).not.toContain("SPRING-10");
    expect([...shop.state.entries.keys()]).toHaveLength(1);
  });

  test("names the reason for a code that takes nothing off any more, takes it off by one button, and orders without it", async () => {
    const { shop, visitor } = await withCode();
    shop.promotion.coupons.clear();
    const told = (await visitor.get("/cart")).html;
    expect(told.split("There is no code SPRING-10.")).toHaveLength(2);
    expect(told).toContain('name="removeCode" value="SPRING-10"');
    expect(text((await visitor.get("/cart")).html)).toContain("SPRING-10 There is no code SPRING-10.");
    const page = await visitor.get("/checkout");
    expect(page.html).toContain("SPRING-10 is not used: There is no code SPRING-10.");
    await visitor.post("/checkout", await checkoutForm(visitor));
    expect(order(shop)).toMatchObject({ total: { amountCents: 97_800 } });
  });

  test("asks again for what is no code, and for a sixth one, and keeps what was typed", async () => {
    const { shop, visitor } = await withCart();
    const wrong = await visitor.post("/cart", { do: "set", code: "10 %", [`quantity.${tent.id}`]: "3" });
    expect(wrong.status).toBe(400);
    expect(wrong.html).toContain('value="10 %" aria-invalid="true" aria-describedby="notice"');
    for (let i = 1; i <= 6; i += 1) shop.promotion.coupons.set(`CODE-${i}`, 100);
    for (let i = 1; i <= 5; i += 1) await visitor.post("/cart", { do: "set", code: `CODE-${i}` });
    const sixth = await visitor.post("/cart", { do: "set", code: "CODE-6", [`quantity.${tent.id}`]: "4" });
    expect([sixth.status, text(sixth.html)]).toEqual([409, expect.stringContaining("one code too many")]);
    expect((await visitor.get("/cart")).html).toContain('value="4"');
  });

  test("shows list prices and says so while promotion does not answer, and asks it once a second", async () => {
    const { shop, visitor } = await withCode();
    shop.down.add("promotion");
    shop.calls.length = 0;
    for (let i = 0; i < 3; i += 1) {
      const { status, html } = await visitor.get("/cart");
      expect([status, text(html)]).toEqual([200, expect.stringContaining("these are list prices")]);
      expect(text(html)).toContain("SPRING-10 cannot be looked up right now");
      expect(text(html)).toContain("Total € 978.00");
    }
    expect(shop.calls.filter((call) => call === "quoteCart")).toHaveLength(1);
    shop.down.clear();
    shop.clock.time += 1_001;
    expect(text((await visitor.get("/cart")).html)).toContain("Total € 878.00");
  });

  test("goes with its guest into the account", async () => {
    const { visitor } = await withCode();
    await signUp(visitor);
    expect(text((await visitor.get("/cart")).html)).toContain("SPRING-10 counts");
  });
});

describe("the checkout with discounts", () => {
  test("orders with the codes, at the sum that was shown, and the order shows the way to it", async () => {
    const { shop, visitor } = await withCode();
    const { html } = await visitor.get("/checkout");
    expect(text(html)).toContain("Subtotal € 978.00 Spring coupon (SPRING-10) − € 100.00 Total € 878.00");
    const { location } = await visitor.post("/checkout", await checkoutForm(visitor));
    expect([location, order(shop)]).toMatchObject([
      "https://bank.test/pay/1",
      { total: { amountCents: 87_800 }, applied: [{ code: "SPRING-10" }] },
    ]);
    const page = text((await visitor.get(`/orders/${order(shop)?.id}`)).html);
    expect(page).toContain("€ 978.00 less discounts of − € 100.00");
    expect(page).toContain("Subtotal € 978.00 Spring coupon (SPRING-10) − € 100.00 Total € 878.00");
    await putIntoCart(visitor, lamp.id);
    expect((await visitor.get("/cart")).html, "the code went with its order").not.toContain("SPRING-10");
  });

  test("sends nothing new to an older order for a cart at list price", async () => {
    const { shop, visitor } = await withCart();
    await visitor.post("/checkout", await checkoutForm(visitor));
    const [{ request = "" } = {}] = shop.orders.placed.values();
    expect(Object.keys(JSON.parse(request))).toEqual(["lines", "deliverTo"]);
    expect((await checkoutForm(visitor)).codes).toBeUndefined();
  });

  test("orders nothing when the sum has changed: the page again, with the new one and a fresh form", async () => {
    const { shop, visitor } = await withCart();
    shop.promotion.ruleCents = 5_000;
    const form = await checkoutForm(visitor);
    shop.promotion.ruleCents = 3_000;
    const refused = await visitor.post("/checkout", form);
    expect([refused.status, text(refused.html)]).toEqual([
      409,
      expect.stringContaining("The price has changed"),
    ]);
    expect(text(refused.html)).toContain("It costs another sum.");
    expect(text(refused.html)).toContain("Order and pay € 948.00");
    expect([shop.orders.orders.size, formIn(refused.html, "/checkout").key === form.key]).toEqual([0, false]);
    const again = await visitor.post("/checkout", { ...form, ...formIn(refused.html, "/checkout") });
    expect([again.status, order(shop)?.total.amountCents]).toEqual([303, 94_800]);
  });

  test("orders nothing with a code that was used meanwhile, and offers the order without it", async () => {
    const { shop, visitor } = await withCode();
    const form = await checkoutForm(visitor);
    shop.promotion.coupons.clear();
    const refused = await visitor.post("/checkout", form);
    expect([refused.status, text(refused.html)]).toEqual([
      409,
      expect.stringContaining("A code cannot be used"),
    ]);
    expect(text(refused.html)).toContain("Order and pay € 978.00");
    expect(formIn(refused.html, "/checkout").codes).toBeUndefined();
    await visitor.post("/checkout", { ...formIn(refused.html, "/checkout"), ...form, codes: "" });
    expect(shop.orders.orders.size).toBe(0);
  });

  test("leaves the choice to the shopper while promotion does not answer", async () => {
    const { shop, visitor } = await withCode();
    const form = await checkoutForm(visitor);
    shop.down.add("promotion");
    const refused = await visitor.post("/checkout", form);
    expect(refused.status).toBe(503);
    expect(text(refused.html)).toContain(
      "SPRING-10 cannot be looked up right now: this is the price without it.",
    );
    expect(text(refused.html)).toContain("Order and pay € 978.00");
    const again = await visitor.post("/checkout", {
      ...form,
      codes: "",
      ...formIn(refused.html, "/checkout"),
    });
    expect(again.status, "the form still says that discounts were agreed").toBe(503);
    const { codes: _, ...atList } = { ...form, ...formIn(refused.html, "/checkout") };
    expect((await visitor.post("/checkout", atList)).status).toBe(303);
    expect(order(shop)?.total.amountCents).toBe(97_800);
  });

  test("is the same order from a page that is restored, and another one with another code", async () => {
    const { shop, visitor } = await withCode();
    const keys = [(await checkoutForm(visitor)).key, (await checkoutForm(visitor)).key];
    shop.promotion.coupons.set("SPRING-20", 20_000);
    await visitor.post("/cart", { do: "set", code: "SPRING-20" });
    keys.push((await checkoutForm(visitor)).key);
    expect(new Set(keys).size).toBe(2);
    expect([keys[0] === keys[1], keys[1] === keys[2]]).toEqual([true, false]);
  });

  test.each(["x", "A B C D E F", "SPRING-10 !"])(
    "refuses codes that its page never makes: %s",
    async (codes) => {
      const { visitor } = await withCode();
      expect((await visitor.post("/checkout", { ...(await checkoutForm(visitor)), codes })).status).toBe(400);
    },
  );

  test("hands a refusal of order on as it is, whatever promotion says now", async () => {
    const { shop, visitor } = await withCode();
    shop.orders.refusals.push(
      new Refusal({ kind: "conflict", code: "coupon-refused", detail: "SPRING-10 was used up <just now>." }),
    );
    const { html } = await visitor.post("/checkout", await checkoutForm(visitor));
    expect(html).toContain("<li>SPRING-10 was used up &lt;just now&gt;.</li>");
  });
});
