import { Refusal } from "@caravan/contracts";
import { describe, expect, test } from "vitest";
import { keyIn, smallShop, tent, Visitor } from "../testing/small-shop.ts";

const enter = () => {
  const { shop, router } = smallShop();
  return { shop, router, visitor: new Visitor(router) };
};
const busy = () =>
  new Refusal({
    kind: "conflict",
    code: "idempotency-key-in-progress",
    detail: "Wait.",
    retryAfterSeconds: 1,
  });
const down = () => new Refusal({ kind: "unavailable", code: "service-unavailable", detail: "order is down" });

describe("buying", () => {
  test("leads to the order, which only this shopper sees", async () => {
    const { shop, visitor, router } = enter();
    const bought = await visitor.post("/orders", await visitor.form(tent.id, "2"));
    expect(bought.status).toBe(303);
    const path = bought.headers.get("location") ?? "";
    const order = await visitor.get(path);
    expect(order.status).toBe(200);
    expect(order.html).toContain("€ 978.00");
    expect((await visitor.get("/orders")).html).toContain(path);
    const stranger = new Visitor(router);
    const askedBefore = shop.calls.length;
    expect((await stranger.get(path)).status).toBe(404);
    expect(shop.calls).toHaveLength(askedBefore);
    await stranger.get("/");
    expect((await stranger.get(path)).status).toBe(404);
  });

  test("the same form sent twice gives the same order", async () => {
    const { shop, visitor } = enter();
    const form = await visitor.form(tent.id);
    const [first, second] = [await visitor.post("/orders", form), await visitor.post("/orders", form)];
    expect(second.headers.get("location")).toBe(first.headers.get("location"));
    expect(shop.placed.size).toBe(1);
  });

  test("a second click waits for the first and gets its order", async () => {
    const { shop, visitor } = enter();
    shop.refusals.push(busy(), busy(), busy());
    const { status } = await visitor.post("/orders", await visitor.form(tent.id));
    expect(status).toBe(303);
  });

  test.each(["", "0", "-1", "1.5", "100", "1e1", "two", "9999999999", "1 2", "0x1", "٣"])(
    "a quantity of %j orders nothing and is asked for again",
    async (quantity) => {
      const { shop, visitor } = enter();
      const { status, html } = await visitor.post("/orders", await visitor.form(tent.id, quantity));
      expect(status).toBe(400);
      expect(html).toContain("whole number from 1 to 99");
      expect(html).toContain('aria-invalid="true" aria-describedby="notice" autofocus');
      expect(shop.placed.size).toBe(0);
    },
  );

  test("more than there is shows the product again with the reason, and a fresh key", async () => {
    const { visitor } = enter();
    const form = await visitor.form(tent.id, "13");
    const { status, html } = await visitor.post("/orders", form);
    expect(status).toBe(409);
    expect(html).toContain("There are not enough left");
    expect(html).toContain('value="13"');
    expect(keyIn(html)).not.toBe(form.idempotencyKey);
  });

  test("when nobody answers the same key is offered again, so that trying again is safe", async () => {
    const { shop, visitor } = enter();
    const form = await visitor.form(tent.id);
    shop.refusals.push(down());
    const { status, html } = await visitor.post("/orders", form);
    expect(status).toBe(503);
    expect(html).toContain("We could not take the order right now");
    expect(keyIn(html)).toBe(form.idempotencyKey);
  });

  test("a form used for something else already is told so and gets a fresh key", async () => {
    const { visitor } = enter();
    const form = await visitor.form(tent.id);
    await visitor.post("/orders", form);
    const { status, html } = await visitor.post("/orders", { ...form, quantity: "2" });
    expect(status).toBe(422);
    expect(html).toContain("You bought from this page already");
    expect(keyIn(html)).not.toBe(form.idempotencyKey);
  });

  test("without a cookie, or with a forged one, nothing is sold but a cookie is given", async () => {
    const { shop, visitor } = enter();
    const form = await visitor.form(tent.id);
    for (const cookie of [undefined, "caravan-guest=gst_01919b3e-8a4f-7c3e-9a51-0d9c7a1e4f20.forged"]) {
      visitor.cookie = cookie;
      const asked = await visitor.post("/orders", form);
      expect(asked.status).toBe(401);
      expect(asked.html).toContain("Please press once more");
      expect(shop.placed.size).toBe(0);
    }
    expect((await visitor.post("/orders", form)).status).toBe(303);
  });

  test("another site's form, a foreign body and a huge one are refused", async () => {
    const { shop, visitor } = enter();
    const form = await visitor.form(tent.id);
    expect((await visitor.post("/orders", form, { origin: "http://evil.test" })).status).toBe(403);
    expect((await visitor.post("/orders", form, { origin: "null" })).status).toBe(403);
    expect((await visitor.post("/orders", form, { "content-type": "application/json" })).status).toBe(415);
    expect((await visitor.post("/orders", { ...form, extra: "x".repeat(10_000) })).status).toBe(413);
    expect((await visitor.post("/orders", { quantity: "1" })).status).toBe(400);
    expect(shop.placed.size).toBe(0);
  });
});
