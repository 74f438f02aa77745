import { euros, newId, type Offer } from "@caravan/contracts";
import { describe, expect, test } from "vitest";
import { lamp, smallShop, tent } from "../testing/small-shop.ts";

const everyone = { firstOrder: false, audience: "everyone" } as const;
const rule = (name: string, benefit: Offer["benefit"], more: Partial<Offer> = {}): Offer => ({
  ...{ id: newId("prm"), name, benefit, condition: everyone, priority: 100, combines: true },
  ...{ until: "2026-12-24T17:00:00.000Z", ...more },
});
const tenth = { type: "percent", percent: 10 } as const;
/** What a reader sees, in one line. */
const text = (html: string): string => html.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");
const until = ", until 24 December 2026 at 18:00 CET";

/** The rules on a product's page. */
const shown = async (offers: Offer[], { id } = tent) => {
  const { shop, visitor } = smallShop();
  shop.promotion.offers = offers;
  const { html, headers } = await visitor.get(`/products/${id}`);
  const list = /<ul class="rules".*?<\/ul>/s.exec(html)?.[0] ?? "";
  return { shop, visitor, html, headers, list, words: text(list).trim() };
};

describe("a product's page", () => {
  test.each<[string, Offer]>([
    ["10 % off on Tents", rule("A", tenth, { condition: { ...everyone, categories: ["tents"] } })],
    ["3 for the price of 2", rule("A", { type: "buy-get", buy: 2, free: 1 })],
    ["10 % off on this item", rule("A", tenth, { condition: { ...everyone, skus: [tent.sku] } })],
    [
      "10 % off on this and other items from € 50.00, not together with other discounts",
      rule("A", tenth, {
        condition: { ...everyone, skus: [tent.sku, lamp.sku], minimum: euros(5_000) },
        combines: false,
      }),
    ],
    [
      "10 % off on Tents, other items for your first order",
      rule("A", tenth, {
        condition: { ...everyone, categories: ["tents"], skus: [lamp.sku], firstOrder: true },
      }),
    ],
    [
      "10 % off from 2 pieces, 20 % off from 5 pieces",
      rule("A", {
        type: "tiers",
        tiers: [
          { from: 2, percent: 10 },
          { from: 5, percent: 20 },
        ],
      }),
    ],
  ])("says in words: %s", async (words, offer) =>
    expect((await shown([offer])).words).toBe(`A: ${words}${until}`),
  );

  test("brings the script that says the end of a rule in the browser's time zone, and without rules none", async () => {
    const script = /<script src="[^"]+"/;
    expect((await shown([rule("A", tenth)])).html).toMatch(script);
    expect((await shown([])).html).not.toMatch(script);
  });

  test("names what a bundle sells with it, with a way there", async () => {
    const bundle = rule("Set", { type: "bundle", skus: [lamp.sku, tent.sku], price: euros(50_000) });
    const { list, words } = await shown([bundle]);
    expect(words).toBe(`Set: together with Brass Lamp for € 500.00${until}`);
    expect(list).toContain(`<a href="/products/${lamp.id}">Brass Lamp</a>`);
  });

  test("shows what one piece costs a member, as the cart would compute it", async () => {
    const condition = { ...everyone, audience: "accounts" as const };
    const { words } = await shown([rule("Members", tenth, { condition })]);
    expect(words).toBe(`Members: 10 % off for members${until} . Member price € 440.10`);
    const dear = { ...condition, minimum: euros(90_000) };
    expect((await shown([rule("Members", tenth, { condition: dear })])).words).not.toContain("Member price");
  });

  test("shows the rules of other articles nowhere, and those of its own in the order of their application", async () => {
    const offers = [
      rule("Second", tenth),
      rule("Lamps", tenth, { condition: { ...everyone, categories: ["lighting"] } }),
      rule("Other set", { type: "bundle", skus: [lamp.sku, "CAR-0003"], price: euros(500) }),
      rule("First <b>", tenth),
    ];
    const { words, list } = await shown(offers);
    expect(words).toMatch(/Second.*First &lt;b&gt;/);
    expect(list).not.toMatch(/Lamps|Other set/);
    expect((await shown(offers, lamp)).words).toMatch(/Second.*Lamps.*Other set.*CAR-0003.*First/);
  });

  test("asks for the rules once for all pages of two seconds, in no shopper's name, and is made anew when they change", async () => {
    const { shop, visitor, html } = await shown([rule("Once", tenth)]);
    await visitor.get(`/products/${lamp.id}`);
    await visitor.get(`/products/${lamp.id}`);
    expect(shop.calls.filter((call) => call === "listOffers")).toHaveLength(1);
    expect([...shop.personal]).toEqual([]);
    const later = async () => {
      shop.clock.time += 2_001;
      await visitor.get(`/products/${tent.id}`);
      return (await visitor.get(`/products/${tent.id}`)).html;
    };
    expect(await later()).toBe(html);
    shop.promotion.offers = [];
    expect(await later()).not.toContain("rules");
  });

  test("leaves them out while promotion is away, and waits for nothing", async () => {
    const { shop, visitor, html } = await shown([rule("Gone", tenth)]);
    expect(html).toContain("Gone");
    shop.down.add("promotion");
    shop.clock.time += 2_001;
    await visitor.get(`/products/${tent.id}`);
    const away = await visitor.get(`/products/${tent.id}`);
    expect([away.status, away.html.includes("Gone")]).toEqual([200, false]);
    expect(away.headers.get("x-served-by")).toBe("storefront=v1, product=v1, inventory=v1");
    shop.down.clear();
    shop.clock.time += 2_001;
    await visitor.get(`/products/${tent.id}`);
    expect((await visitor.get(`/products/${tent.id}`)).html).toContain("Gone");
  });
});
