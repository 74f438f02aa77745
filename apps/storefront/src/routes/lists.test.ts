import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { lamp, smallShop, tent, Visitor } from "../testing/small-shop.ts";

const visit = () => {
  const { shop, router } = smallShop();
  return { shop, router, visitor: new Visitor(router) };
};

describe("lists", () => {
  test("the front page shows products and categories, and names the services that served it", async () => {
    const { visitor } = visit();
    const { status, html, headers } = await visitor.get("/");
    expect(status).toBe(200);
    expect(html).toContain(`href="/products/${lamp.id}"`);
    expect(html).toContain("€ 29.50");
    expect(html).toContain('href="/?category=tents"');
    expect(headers.get("x-served-by")).toBe("storefront=v1, product=v1, flash=v1");
  });

  test("catalogue texts are shown as text, never as markup", async () => {
    const { visitor } = visit();
    expect((await visitor.get("/")).html).toContain("Dune Tent &lt;4&gt;");
    const { html } = await visitor.get('/search?q="><script>alert(1)</script>');
    expect(html).not.toContain("<script");
    expect(html).toContain("&quot;&gt;&lt;script&gt;");
  });

  test("a category shows only its own and is marked in the navigation", async () => {
    const { visitor } = visit();
    const { html } = await visitor.get("/?category=lighting");
    expect(html).toContain("Brass Lamp");
    expect(html).not.toContain(tent.id);
    expect(html).toContain('<a href="/?category=lighting" aria-current="page">Lighting</a>');
  });

  test.each([
    ["/?category=Lighting", "/?category=lighting"],
    ["/?category=TENTS", "/?category=tents"],
    ["/cart/", "/cart"],
    ["/CART", "/cart"],
    ["/orders//", "/orders"],
    ["//evil.test/", "/evil.test"],
    [`/products/${tent.id}/?a=b`, `/products/${tent.id}?a=b`],
    [`/search?q=${"tent+".repeat(30)}`, `/search?q=${"tent%20".repeat(19)}tent`],
    [`/search?q=${"x".repeat(101)}`, `/search?q=${"x".repeat(100)}`],
  ])("%s redirects to the intended page", async (nearly, meant) => {
    const { status, location } = await visit().visitor.get(nearly);
    expect([301, 302]).toContain(status);
    expect(location).toBe(meant);
  });

  test("a form sent to an address with an extra slash stays a form", async () => {
    const { visitor } = visit();
    const reply = await visitor.post("/cart/", { do: "add", productId: tent.id, quantity: "1" });
    expect([reply.status, reply.location]).toEqual([308, "/cart"]);
  });

  test("a category that does not exist is a 404", async () => {
    const { visitor } = visit();
    expect((await visitor.get("/?category=spaceships")).status).toBe(404);
  });

  test("a long list is paged by cursor and keeps its category", async () => {
    const { shop, visitor } = visit();
    for (let n = 0; n < 30; n += 1) shop.products.push({ ...tent, name: `Tent number ${n}` });
    const { html } = await visitor.get("/?category=tents");
    const next = /rel="next" href="([^"]+)"/.exec(html)?.[1]?.replaceAll("&amp;", "&") ?? "";
    const second = await visitor.get(next);
    expect(second.html).toContain("Tent number 29");
    expect(second.html).toContain('href="/?category=tents">Back to the beginning');
    expect(second.html).not.toContain('rel="next"');
  });

  test("search finds words, shows when there are no results, and asks for words when there are none", async () => {
    const { visitor } = visit();
    expect((await visitor.get("/search?q=lamp")).html).toContain("Brass Lamp");
    expect((await visitor.get("/search?q=zeppelin")).html).toContain("No results for “zeppelin”");
    expect((await visitor.get("/search?q=")).html).toContain("What are you looking for?");
    expect((await visitor.get("/search")).html).toContain("Look around instead");
  });

  test("a page the browser has already is not sent again", async () => {
    const { visitor } = visit();
    const { headers } = await visitor.get("/");
    const again = await visitor.get("/", { "if-none-match": headers.get("etag") ?? "" });
    expect(again).toMatchObject({ status: 304, html: "" });
    expect(headers.get("cache-control")).toBe("private, no-cache");
  });

  test("pages and styles are compressed for clients that accept it", async () => {
    const { visitor } = visit();
    const { html } = await visitor.get("/");
    const styles = /href="(\/assets\/[^"]+\.css)"/.exec(html)?.[1] ?? "";
    for (const path of ["/", styles, "/cart", "/sign-in", "/nowhere"]) {
      const plain = await visitor.get(path, { "accept-encoding": "br, gzip;q=0" });
      const packed = await visitor.get(path, { "accept-encoding": "br, gzip, deflate" });
      expect(plain.headers.get("content-encoding")).toBe(null);
      expect(packed.headers.get("content-encoding")).toBe("gzip");
      expect(packed.headers.get("vary")).toContain("accept-encoding");
      expect(gunzipSync(packed.bytes).toString()).toBe(plain.html);
    }
  });

  test("a list changes with the catalogue, and when another version serves the same", async () => {
    const { shop, visitor } = visit();
    await visitor.get("/");
    shop.products.push({ ...tent, name: "Wadi Tunnel" });
    shop.clock.time += 100_000;
    expect((await visitor.get("/")).html).toContain("Wadi Tunnel");
    shop.versions.product = "v2";
    shop.clock.time += 100_000;
    await visitor.get("/");
    expect((await visitor.get("/")).headers.get("x-served-by")).toBe("storefront=v1, product=v2, flash=v1");
  });

  test("product is called once for many visitors", async () => {
    const { shop, visitor } = visit();
    await Promise.all(Array.from({ length: 20 }, () => visitor.get("/")));
    expect(shop.calls.toSorted()).toEqual(["listCategories", "listProducts", "listSales"]);
  });

  test("without product the list shows a notice and the rest of the page is complete", async () => {
    const { shop, visitor } = visit();
    shop.down.add("product");
    const { status, html } = await visitor.get("/");
    expect(status).toBe(503);
    expect(html).toContain("A sandstorm holds us up");
  });
});
