import { describe, expect, test } from "vitest";
import { lamp, putIntoCart, smallShop, tent, unknownId, Visitor } from "../testing/small-shop.ts";

const page = async (prepare: (shop: ReturnType<typeof smallShop>["shop"]) => void = () => {}) => {
  const { shop, router } = smallShop();
  prepare(shop);
  const visitor = new Visitor(router);
  return { shop, visitor, ...(await visitor.get(`/products/${tent.id}`)) };
};

describe("a product's page", () => {
  test("shows picture, price, facts and stock, and names the services that served it", async () => {
    const { status, html, headers } = await page();
    expect(status).toBe(200);
    expect(html).toContain("<title>Dune Tent &lt;4&gt; – Caravan</title>");
    expect(html).toContain('src="/pictures/CAR-0001.svg"');
    expect(html).toContain("€ 489.00");
    expect(html).toContain("<dt>Weight</dt><dd>7.2 kg</dd>");
    expect(html).toContain("<strong>In stock</strong>");
    expect(html).not.toContain("12 left");
    expect(headers.get("x-served-by")).toBe("storefront=v1, product=v1, promotion=v1, inventory=v1");
  });

  test("warns when few are left, and cannot be bought when none is", async () => {
    expect((await page((shop) => shop.free.set(tent.sku, 2))).html).toContain("Only 2 left");
    const none = await page((shop) => shop.free.set(tent.sku, 0));
    expect(none.html).toContain("Sold out.");
    expect(none.html).not.toContain("Add to cart");
  });

  test("is shown without a figure when inventory cannot be reached", async () => {
    const { status, html, headers } = await page((shop) => shop.down.add("inventory"));
    expect(status).toBe(200);
    expect(html).toContain("Stock can't be checked right now");
    expect(html).toContain("Add to cart");
    expect(headers.get("x-served-by")).toBe("storefront=v1, product=v1, promotion=v1");
  });

  test("is the same for all visitors, rendered once, and not sent twice", async () => {
    const { shop, visitor, html, headers } = await page();
    const again = await visitor.get(`/products/${tent.id}`);
    expect(again.html).toBe(html);
    expect(shop.calls.toSorted()).toEqual(["getProduct", "listCategories", "listOffers", "listStock"]);
    const known = await visitor.get(`/products/${tent.id}`, { "if-none-match": headers.get("etag") ?? "" });
    expect(known).toMatchObject({ status: 304, html: "" });
  });

  test("one product's page is never served for another", async () => {
    const { visitor } = await page();
    expect((await visitor.get(`/products/${lamp.id}`)).html).toContain("<h1>Brass Lamp</h1>");
    expect((await visitor.get(`/products/${tent.id}`)).html).toContain("<h1>Dune Tent &lt;4&gt;</h1>");
  });

  test("names the version that served the data, also from the cache", async () => {
    const { shop, visitor } = await page((behind) => {
      behind.versions.inventory = "v2";
    });
    shop.versions.inventory = "v3";
    const { headers } = await visitor.get(`/products/${tent.id}`);
    expect(headers.get("x-served-by")).toBe("storefront=v1, product=v1, promotion=v1, inventory=v2");
  });

  test("shows a new stock figure within seconds, also when another version serves the same one", async () => {
    const { shop, visitor } = await page();
    const later = async () => {
      shop.clock.time += 10_000;
      return visitor.get(`/products/${tent.id}`);
    };
    shop.free.set(tent.sku, 3);
    expect((await later()).html).toContain("Only 3 left");
    shop.versions.inventory = "v2";
    const { headers } = await later();
    expect(headers.get("x-served-by")).toBe("storefront=v1, product=v1, promotion=v1, inventory=v2");
  });

  test("is made from calls without a shopper's token", async () => {
    const { shop, visitor } = smallShop();
    await putIntoCart(visitor, lamp.id);
    expect(visitor.subject).toBeDefined();
    shop.calls.length = 0;
    shop.personal.clear();
    shop.clock.time += 10_000_000;
    await visitor.get(`/products/${tent.id}`);
    await visitor.get(`/products/${lamp.id}`);
    await visitor.get("/");
    expect(shop.calls).toHaveLength(8);
    expect([...shop.personal]).toEqual([]);
  });

  test("is a 404 for a product that does not exist", async () => {
    const { visitor } = await page();
    expect((await visitor.get(`/products/${unknownId}`)).status).toBe(404);
    expect((await visitor.get("/products/42")).status).toBe(404);
  });
});
