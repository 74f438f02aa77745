import { randomUUID } from "node:crypto";
import { euros, newId, Problem } from "@caravan/contracts";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRealShop, type RealShop } from "./testing/real-shop.ts";

let shop: RealShop;
beforeAll(async () => {
  shop = await openRealShop();
});
afterAll(() => shop.close());

const code = async (reply: Response) => [reply.status, v.parse(Problem, await reply.json()).code];

describe("a cart", () => {
  it("is priced by rules and codes, with a reason for each code that takes nothing off", async () => {
    const rule = await shop.active({ condition: { categories: ["footwear"] }, name: "Boots week" });
    await shop.active({ code: "FIVE", benefit: { type: "amount", amount: euros(500) } });
    const priced = await shop.quote(
      [
        ["CAR-0001", 1],
        ["CAR-0002", 2],
      ],
      ["five", "NONE-SUCH"],
    );
    expect(priced).toMatchObject({
      ...{ subtotal: euros(15_000), discount: euros(1_500), total: euros(13_500) },
      applied: [
        { name: "Boots week", code: null, discount: euros(1_000), why: "10 % off on footwear" },
        { name: "Spring", code: "FIVE", discount: euros(500) },
      ],
      refused: [{ code: "NONE-SUCH", reason: "coupon-unknown" }],
    });
    await shop.command(rule.id, "end");
  });

  it("names articles that do not exist, and is not priced without the catalogue", async () => {
    const unknown = await shop.quote([["CAR-0009", 1]]);
    expect(unknown instanceof Response && (await code(unknown))).toEqual([422, "sku-unknown"]);
    const twice = await shop.send("POST", "/v1/quotes", newId("gst"), {
      lines: [
        { sku: "CAR-0001", quantity: 1 },
        { sku: "CAR-0001", quantity: 1 },
      ],
    });
    expect(twice.status).toBe(400);
  });
});

describe("what shoppers see", () => {
  it("is the rules that count now, in the order of their application, and no coupon", async () => {
    const [low, high] = [await shop.active({ priority: 1 }), await shop.active({ priority: 900 })];
    await shop.active({ code: "SECRET" });
    await shop.draft();
    await shop.active({ from: shop.after(60).toISOString() });
    const { items } = await (await shop.send("GET", "/v1/offers")).json();
    expect(items.map(({ id }: { id: string }) => id)).toEqual([high.id, low.id]);
    for (const { id } of [low, high]) await shop.command(id, "end");
    expect(await (await shop.send("GET", "/v1/offers")).json()).toEqual({ items: [] });
  });

  it("are the coupons that were given to the account, and whether it can use them", async () => {
    const [ann, bob] = [newId("usr"), newId("usr")];
    const terms = { code: "FOR-ANN", onlyGiven: true, limits: { perPerson: 1 } };
    const { id } = await shop.active(terms);
    const body = { accounts: [ann, ann], reason: "a test" };
    const path = `/v1/staff/promotions/${id}/grants`;
    expect((await shop.send("POST", path, shop.staff, body, randomUUID())).status).toBe(200);
    const couponsOf = async (who: string) =>
      (await (await shop.send("GET", "/v1/coupons", who)).json()).items.map(
        ({ code, barred }: { code: string; barred?: string }) => [code, barred],
      );
    expect([await couponsOf(ann), await couponsOf(bob)]).toEqual([[["FOR-ANN", undefined]], []]);
    expect(await shop.try(newId("ord"), { codes: ["FOR-ANN"], who: bob })).toBe("coupon-refused");
    expect(await shop.try(newId("ord"), { codes: ["FOR-ANN"], who: ann })).toMatchObject({ status: "held" });
    expect(await couponsOf(ann)).toEqual([["FOR-ANN", "coupon-used"]]);
    expect((await shop.inspect(id)).history.map(({ what }) => what)).toEqual([
      "created",
      "activate",
      "given to 1",
    ]);
  });

  it("a given coupon for first orders is not for an account that has bought", async () => {
    const ann = newId("usr");
    const { id } = await shop.active({ code: "WELCOME", condition: { firstOrder: true } });
    const body = { accounts: [ann], reason: "a test" };
    await shop.send("POST", `/v1/staff/promotions/${id}/grants`, shop.staff, body, randomUUID());
    const barred = async () => (await (await shop.send("GET", "/v1/coupons", ann)).json()).items[0].barred;
    expect(await barred()).toBeUndefined();
    const order = { orderId: newId("ord"), shopperId: ann, lines: [], total: euros(1) };
    await shop.tell("order.confirmed.v1", { ...order, at: shop.after(0).toISOString() });
    expect(await barred()).toBe("coupon-not-for-you");
  });

  it("an erased account has no coupons left, and its next order is refused", async () => {
    const ann = newId("usr");
    const { id } = await shop.active({ code: "ERASED", onlyGiven: true });
    const body = { accounts: [ann], reason: "a test" };
    await shop.send("POST", `/v1/staff/promotions/${id}/grants`, shop.staff, body, randomUUID());
    await shop.tell("user.erased.v1", { userId: ann, at: shop.after(0).toISOString(), guests: [] });
    expect((await (await shop.send("GET", "/v1/coupons", ann)).json()).items).toEqual([]);
    expect(await shop.try(newId("ord"), { codes: ["ERASED"], who: ann })).toBe("account-erased");
  });
});
