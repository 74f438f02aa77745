import { Refusal, type SalePlace } from "@caravan/contracts";
import { describe, expect, test } from "vitest";
import { formIn, home, putIntoCart, signUp, smallShop, tent, Visitor } from "../testing/small-shop.ts";

const open = (change: Parameters<ReturnType<typeof smallShop>["shop"]["flash"]["add"]>[1] = {}) => {
  const { shop, router, visitor } = smallShop();
  const sale = shop.flash.add(tent.sku, change);
  const path = `/sales/${sale.id}`;
  const join = () => visitor.post(`${path}/entry`, { address: "new", ...home });
  const ask = async () => visitor.post(`${path}/ask`, formIn((await visitor.get(path)).html, `${path}/ask`));
  const put = (state: SalePlace["state"], more: Partial<SalePlace> = {}) =>
    shop.flash.put(sale.id, visitor.subject, state, more);
  return { shop, router, visitor, sale, path, join, ask, put };
};
const later = { state: "scheduled", serverTime: "2026-11-30T18:00:00.000Z" } as const;
const refuse = (code: string, kind: Refusal["kind"] = "unavailable", retryAfterSeconds = 2) =>
  new Refusal({ kind, code, detail: code, retryAfterSeconds });

describe("the page of a sale", () => {
  test("is one page for all who have no session, made once, with the server's clock", async () => {
    const { shop, router, visitor, path } = open(later);
    const first = await visitor.get(path);
    expect(first.html).toContain("<h1>Dune Tent &lt;4&gt;</h1>");
    expect(first.html).toContain('data-opens="2026-11-30T19:00:00.000Z"');
    expect(first.html).toContain('data-now="2026-11-30T18:00:00.000Z"');
    expect(first.html).toContain("Take part now");
    for (let i = 0; i < 20; i += 1) await new Visitor(router).get(path);
    expect(shop.calls.toSorted()).toEqual(["getSale", "listCategories", "listProducts"]);
    const known = await visitor.get(path, { "if-none-match": first.headers.get("etag") ?? "" });
    expect(known.status).toBe(304);
    expect(visitor.cookies.size).toBe(0);
  });

  test("goes on from memory while flash is away, and is a 404 for an unknown sale", async () => {
    const { shop, visitor, path } = open();
    await visitor.get(path);
    shop.down.add("flash");
    shop.clock.time += 60_000;
    expect((await visitor.get(path)).status).toBe(200);
    expect((await visitor.get("/sales/sal_019a6fc4-1ba1-70a0-9f95-491cdb9a9f01")).status).toBe(503);
    shop.down.clear();
    expect((await visitor.get("/sales/sal_019a6fc4-1ba1-70a0-9f95-491cdb9a9f01")).status).toBe(404);
    expect((await visitor.get("/sales/nonsense")).status).toBe(404);
  });

  test("is private for one who has a session, and never shown to another", async () => {
    const { router, visitor, path, join } = open();
    await join();
    const mine = await visitor.get(path);
    expect(mine.headers.get("cache-control")).toBe("private, no-cache");
    expect(mine.html).toContain('name="token"');
    expect((await new Visitor(router).get(path)).html).not.toContain('name="token"');
  });
});

describe("a shopper without JavaScript", () => {
  test("takes part, is told that it is too early, asks again, and finds the order by refreshing", async () => {
    const { shop, visitor, sale, path, join, ask, put } = open(later);
    expect(await join()).toMatchObject({ status: 303, location: path });
    expect([...shop.flash.joined.values()]).toEqual([home]);
    const early = await ask();
    expect([early.status, early.headers.get("retry-after")]).toEqual([409, "5"]);
    expect(early.html).toContain("Not open yet");
    expect(early.html).toContain(">Get one</button>");
    shop.flash.turn(sale.id, "open");
    expect(await ask()).toMatchObject({ status: 303, location: path });
    const admitted = await visitor.get(path);
    expect(admitted.html).toContain("One piece is yours");
    expect(admitted.html).toContain(`content="3;url=${path}"`);
    put("admitted", { orderId: "ord_1", payBy: "2026-11-30T19:10:00.000Z" });
    const ordered = (await visitor.get(path)).html;
    expect(ordered).toContain('href="/orders/ord_1"');
    expect(ordered).not.toContain("http-equiv");
    put("paid", { orderId: "ord_1" });
    expect((await visitor.get(path)).html).toContain("It is yours, and paid");
  });

  test("sees the place in line, which refreshes by itself, and what became of a piece that went back", async () => {
    const { visitor, path, join, put } = open();
    await join();
    put("waiting", { place: 1_204 });
    const waiting = (await visitor.get(path)).html;
    expect(waiting).toContain('About <strong id="place">number 1,204</strong> in line');
    expect(waiting).toContain(`content="10;url=${path}"`);
    put("returned", { reason: "expired", orderId: "ord_1" });
    expect((await visitor.get(path)).html).toContain("It was not paid in time");
  });

  test("is told plainly when a sale needs it", async () => {
    const { shop, visitor, path, join } = open();
    shop.flash.difficulty = 16;
    await join();
    const { html } = await visitor.get(path);
    expect(html).toContain('<button class="button button-large" type="submit" disabled>');
    expect(html).toContain("This sale needs JavaScript");
    expect(html).toContain('data-difficulty="16"');
  });
});

describe("taking part", () => {
  test("shows what is wrong with the address, and keeps what was typed", async () => {
    const { visitor, path } = open();
    const reply = await visitor.post(`${path}/entry`, { address: "new", ...home, city: "" });
    expect(reply.status).toBe(400);
    expect(reply.html).toContain("Enter the city.");
    expect(reply.html).toContain('value="Dünenweg 3"');
  });

  test("offers an account its saved addresses, and takes the chosen one", async () => {
    const { shop, visitor, path } = open({ audience: "accounts" });
    await putIntoCart(visitor, tent.id);
    expect((await visitor.get(path)).html).toContain("This sale is for accounts");
    const refused = await visitor.post(`${path}/entry`, { address: "new", ...home });
    expect([refused.status, refused.html.includes("Sign in, then take part.")]).toEqual([403, true]);
    await signUp(visitor);
    await visitor.post("/account/addresses", { ...home });
    const form = formIn((await visitor.get(path)).html, `${path}/entry`);
    expect(form.address).toMatch(/^adr_/);
    expect((await visitor.post(`${path}/entry`, form)).status).toBe(303);
    expect([...shop.flash.joined.values()]).toEqual([home]);
  });

  test("leads back to the sale after signing in", async () => {
    const { visitor, sale, path } = open();
    expect((await visitor.get(path)).html).toContain(`href="/sign-in?next=${sale.id}"`);
    expect((await signUp(visitor, sale.id)).location).toBe(path);
  });
});

describe("asking", () => {
  test("sends the token, and the same click again while nothing is decided", async () => {
    const { shop, visitor, path, join } = open();
    await join();
    const form = formIn((await visitor.get(path)).html, `${path}/ask`);
    shop.flash.refusals.push(refuse("sale-busy"));
    const busy = await visitor.post(`${path}/ask`, form);
    expect([busy.status, busy.headers.get("retry-after")]).toEqual([503, "2"]);
    expect(busy.html).toContain("Very many are asking right now");
    expect(busy.html).toContain("data-again");
    const again = formIn(busy.html, `${path}/ask`);
    expect(again.key).toBe(form.key);
    await visitor.post(`${path}/ask`, again);
    expect(shop.flash.asked).toEqual([{ key: form.key, token: form.token, answer: "" }]);
  });

  test.each([
    ["sold-out", "conflict", "Sold out"],
    ["sale-paused", "conflict", "The sale is paused"],
    ["token-invalid", "forbidden", "This page is out of date"],
    ["ticket-returned", "forbidden", "You had your share, and it went back"],
  ] as const)("is told %s in words, without asking again by itself", async (code, kind, words) => {
    const { shop, join, ask } = open();
    await join();
    shop.flash.refusals.push(refuse(code, kind));
    const reply = await ask();
    expect(reply.html).toContain(words);
    expect(reply.html).not.toContain("data-again");
  });

  test("without a session, or with half a form, does nothing", async () => {
    const { shop, visitor, path, join } = open();
    const form = { key: "ask_00000000-0000-4000-8000-000000000000", token: "none" };
    expect(await visitor.post(`${path}/ask`, form)).toMatchObject({ status: 303, location: path });
    await join();
    expect((await visitor.post(`${path}/ask`, { key: form.key })).status).toBe(400);
    expect(shop.flash.asked).toEqual([]);
  });

  test("when flash does not answer, says so and keeps what is known", async () => {
    const { shop, visitor, path, join } = open();
    await join();
    await visitor.get(path);
    shop.down.add("flash");
    const { status, html } = await visitor.get(path);
    expect([status, html.includes("cannot be looked up right now")]).toEqual([200, true]);
  });
});

describe("the front page", () => {
  test("leads to a sale that is announced, from memory, and shows none once it is over", async () => {
    const { shop, router, visitor, sale, path } = open(later);
    expect((await visitor.get("/")).html).toContain(`<a href="${path}">See it</a>`);
    for (let i = 0; i < 20; i += 1) await new Visitor(router).get("/");
    expect(shop.calls.filter((call) => call === "listSales")).toHaveLength(1);
    expect((await visitor.get("/sales")).html).toContain(`<a href="${path}">Dune Tent &lt;4&gt;</a>`);
    shop.flash.turn(sale.id, "ended");
    shop.clock.time += 3_600_000;
    expect((await visitor.get("/")).html).not.toContain("Flash sale.");
  });

  test("does not need flash", async () => {
    const { shop, visitor } = open();
    shop.down.add("flash");
    expect((await visitor.get("/")).status).toBe(200);
    expect((await visitor.get("/sales")).html).toContain("They cannot be looked up right now");
  });
});
