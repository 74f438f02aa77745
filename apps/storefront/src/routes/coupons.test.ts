import { euros, type GivenCoupon, newId } from "@caravan/contracts";
import { describe, expect, test } from "vitest";
import { formIn, putIntoCart, signUp, smallShop, tent, withCart } from "../testing/small-shop.ts";

const coupon = (code: string, more: Partial<GivenCoupon> = {}): GivenCoupon => ({
  ...{ id: newId("prm"), name: `For you: ${code}`, code, benefit: { type: "amount", amount: euros(1_000) } },
  condition: { firstOrder: false, audience: "everyone", categories: ["tents"], minimum: euros(5_000) },
  ...{ priority: 100, combines: true, until: "2026-12-24T17:00:00.000Z" },
  ...more,
});
const given = [
  coupon("FOR-ADA"),
  coupon("WAS-ADAS", { barred: "coupon-used", combines: false }),
  coupon("GONE-10", { barred: "coupon-exhausted" }),
];
/** What a reader sees, in one line. */
const text = (html: string): string => html.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");
const withAccount = async () => {
  const made = await withCart();
  await signUp(made.visitor);
  made.shop.promotion.given = given;
  made.shop.promotion.coupons.set("FOR-ADA", 1_000);
  return made;
};

describe("the coupons that were given to an account", () => {
  test("are on its page: what each takes off, of what, from which sum, until when, and whether it is used", async () => {
    const { visitor } = await withAccount();
    const page = text((await visitor.get("/account")).html);
    const [terms, until] = ["€ 10.00 off on Tents from € 50.00", "until 24 December 2026 at 18:00 CET"];
    expect(page).toContain(`For you: FOR-ADA (FOR-ADA) ${terms}, ${until} can be used`);
    expect(page).toContain(`(WAS-ADAS) ${terms}, not together with other discounts, ${until} used`);
    expect(page).toContain(`(GONE-10) ${terms}, ${until} used up by others`);
  });

  test("are none where none was given, and no guest is asked about", async () => {
    const { shop, visitor } = await withCart();
    await visitor.get("/cart");
    expect(shop.calls).not.toContain("listCoupons");
    await signUp(visitor);
    expect((await visitor.get("/account")).html).toContain("You have no coupons at the moment.");
    expect((await visitor.get("/cart")).html).not.toContain("useCode");
  });

  test("are offered in the cart with a button each, but those that are used or in it", async () => {
    const { visitor } = await withAccount();
    const before = (await visitor.get("/cart")).html;
    expect([...before.matchAll(/name="useCode" value="([^"]*)"/g)].map(([, code]) => code)).toEqual([
      "FOR-ADA",
    ]);
    const form = { ...formIn(before, "/cart"), [`quantity.${tent.id}`]: "3", useCode: "FOR-ADA" };
    expect(await visitor.post("/cart", form)).toMatchObject({ status: 303, location: "/cart" });
    const after = (await visitor.get("/cart")).html;
    expect(text(after)).toContain("FOR-ADA counts");
    expect(text(after)).toContain("Total € 1,457.00");
    expect(after).not.toContain("useCode");
  });

  test("are used beside a code that was typed", async () => {
    const { visitor } = await withAccount();
    const told = await visitor.post("/cart", { useCode: "FOR-ADA", code: "OTHER-10" });
    expect([told.status, text(told.html)]).toEqual([
      409,
      expect.stringContaining("OTHER-10: There is no code OTHER-10."),
    ]);
    const cart = text((await visitor.get("/cart")).html);
    expect(cart).toContain("FOR-ADA counts");
    expect(cart).not.toContain("OTHER-10");
  });

  test("are left out of the cart while promotion is away, and the account says so; it is asked once a second", async () => {
    const { shop, visitor } = await withAccount();
    shop.down.add("promotion");
    shop.calls.length = 0;
    for (let i = 0; i < 3; i += 1) {
      const account = await visitor.get("/account");
      expect([account.status, account.html]).toEqual([
        200,
        expect.stringContaining("coupons cannot be looked up right now"),
      ]);
      expect((await visitor.get("/cart")).html).not.toContain("useCode");
    }
    expect(shop.calls.filter((call) => ["quoteCart", "listCoupons"].includes(call))).toEqual(["listCoupons"]);
  });

  test("are not looked up for an empty cart", async () => {
    const { shop, visitor } = smallShop();
    await signUp(visitor);
    shop.calls.length = 0;
    await visitor.get("/cart");
    expect(shop.calls).not.toContain("listCoupons");
    await putIntoCart(visitor, tent.id);
    await visitor.get("/cart");
    expect(shop.calls).toContain("listCoupons");
  });
});

describe("a code", () => {
  test("that is refused when it is typed is not kept: the page says why once, and keeps the quantities", async () => {
    const { visitor } = await withCart();
    const code = "NONE-SUCH";
    const told = await visitor.post("/cart", { do: "checkout", code, [`quantity.${tent.id}`]: "3" });
    expect([told.status, text(told.html)]).toEqual([
      409,
      expect.stringContaining("NONE-SUCH: There is no code NONE-SUCH."),
    ]);
    expect(told.html).toContain('value="NONE-SUCH" aria-invalid="true"');
    const { html } = await visitor.get("/cart");
    expect([html.includes(code), html.includes('value="3"')]).toEqual([false, true]);
    expect((await visitor.get("/checkout")).html).not.toContain(code);
  });
});
