import { Page, Problem, Product, ProductSummary } from "@caravan/contracts";
import * as v from "valibot";
import { beforeAll, describe, expect, it } from "vitest";
import { liveSearch } from "./search/live-search.ts";
import { counted, openFakeProduct, picture, store } from "./testing/fake-product.ts";
import { smallCatalogueProducts } from "./testing/small-catalogue.ts";

const search = liveSearch(store, () => 0);
const app = openFakeProduct({ search });
beforeAll(search.refresh);
const [tent] = smallCatalogueProducts;
const get = (path: string, headers: Record<string, string> = {}) => app.request(path, { headers });
const items = async (path: string) =>
  v.parse(Page(ProductSummary), await (await get(path)).json()).items.map(({ sku }) => sku);

describe("GET /v1/products", () => {
  it("pages through all products once, newest first", async () => {
    const seen: string[] = [];
    let cursor: string | undefined = "";
    while (cursor !== undefined) {
      const reply = await get(`/v1/products?limit=1${cursor && `&cursor=${cursor}`}`);
      const page = v.parse(Page(ProductSummary), await reply.json());
      seen.push(...page.items.map(({ sku }) => sku));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(["CAR-0003", "CAR-0002", "CAR-0001"]);
  });

  it("searches by words and category together", async () => {
    expect(await items("/v1/products?q=WIND&category=camp-kitchen")).toEqual(["CAR-0002"]);
    expect(await items("/v1/products?q=")).toHaveLength(3);
    expect(await items("/v1/products?q=%25%25")).toEqual([]);
  });

  it("pages through the hits once, the best first", async () => {
    const first = v.parse(Page(ProductSummary), await (await get("/v1/products?q=wind&limit=2")).json());
    const next = `/v1/products?q=wind&limit=2&cursor=${first.nextCursor}`;
    expect([...first.items.map(({ sku }) => sku), ...(await items(next))]).toEqual([
      "CAR-0001",
      "CAR-0003",
      "CAR-0002",
    ]);
    // A cursor of the list is invalid for hits.
    const { nextCursor } = v.parse(Page(ProductSummary), await (await get("/v1/products?limit=1")).json());
    expect((await get(`/v1/products?q=wind&cursor=${nextCursor}`)).status).toBe(400);
  });

  it("finds an article by its number, in any notation", async () => {
    for (const q of ["CAR-0001", "car-0001", "car0001", "car 0001", "car 1", "car-1", "0001", " CAR‑0001 "])
      expect(await items(`/v1/products?q=${encodeURIComponent(q)}`), q).toEqual(["CAR-0001"]);
    expect(await items("/v1/products?q=CAR-0002,+CAR-0001")).toEqual(["CAR-0002", "CAR-0001"]);
    counted.length = 0;
    expect(await items("/v1/products?q=CAR-0009")).toEqual([]);
    await items("/v1/products?q=CAR0002");
    expect(counted).toEqual(["nothing", "found"]);
  });

  it("says so while the catalogue is still being read", async () => {
    const starting = openFakeProduct();
    const reply = await starting.request("/v1/products?q=tent");
    expect([reply.status, reply.headers.get("retry-after")]).toEqual([503, "2"]);
    expect((await starting.request("/v1/products")).status).toBe(200);
  });

  it("puts a hash of a picture's content into its path", async () => {
    const reply = await get("/v1/products?q=tenere");
    expect(await reply.json()).toMatchObject({
      items: [{ picture: `/pictures/CAR-0001.svg?v=${picture.hash}` }],
    });
  });

  it.each([
    ["cursor=nonsense", "cursor-unknown"],
    ["cursor=WyJvcmRfMSJd", "cursor-unknown"],
    ["limit=0", "input-invalid"],
    ["limit=101", "input-invalid"],
    ["limit=-1", "input-invalid"],
    ["category=../etc", "input-invalid"],
    ["colour=red", "input-invalid"],
    [`q=${"a".repeat(101)}`, "input-invalid"],
  ])("refuses %s", async (query, code) => {
    const reply = await get(`/v1/products?${query}`);
    expect(reply.status).toBe(400);
    expect(reply.headers.get("cache-control")).toBeNull();
    expect(v.parse(Problem, await reply.json()).code).toBe(code);
  });
});

describe("GET /v1/products/:productId", () => {
  it("shows all of a product", async () => {
    const product = v.parse(Product, await (await get(`/v1/products/${tent?.id}`)).json());
    expect(product).toMatchObject({ sku: "CAR-0001", description: tent?.description, facts: tent?.facts });
    expect(product.price).toEqual({ amountCents: 1099, currency: "EUR" });
  });

  it("may be cached for seconds and answers 304 when it is unchanged", async () => {
    const first = await get(`/v1/products/${tent?.id}`);
    expect(first.headers.get("cache-control")).toBe("public, max-age=15");
    const etag = first.headers.get("etag") ?? "";
    const again = await get(`/v1/products/${tent?.id}`, { "if-none-match": `"other", W/${etag}` });
    expect([again.status, await again.text()]).toEqual([304, ""]);
    expect(again.headers.get("x-served-by")).toBe("product=v1");
    const changed = await get(`/v1/products/${tent?.id}`, { "if-none-match": '"other"' });
    expect(changed.status).toBe(200);
  });

  it.each([
    ["prd_0199b63a-0009-7000-8000-000000000009", 404, "product-unknown"],
    ["1", 400, "input-invalid"],
    ["prd_%27%20or%201=1", 400, "input-invalid"],
  ])("refuses %s", async (id, status, code) => {
    const reply = await get(`/v1/products/${id}`);
    expect(reply.status).toBe(status);
    expect(reply.headers.get("cache-control")).toBeNull();
    expect(v.parse(Problem, await reply.json()).code).toBe(code);
  });
});

describe("GET /v1/prices", () => {
  it("leaves out unknown SKUs, returns each once and may not be cached", async () => {
    const reply = await get("/v1/prices?skus=CAR-0002,CAR-0009,CAR-0002");
    expect(reply.headers.get("cache-control")).toBeNull();
    expect(await reply.json()).toEqual({
      items: [
        {
          sku: "CAR-0002",
          productId: smallCatalogueProducts[2]?.id,
          name: "Ember Kettle",
          price: { amountCents: 2099, currency: "EUR" },
          category: "camp-kitchen",
        },
      ],
    });
  });

  it.each([
    ["no list", ""],
    ["an empty list", "?skus="],
    ["a malformed SKU", "?skus=nonsense"],
    ["more than 50 SKUs", `?skus=${Array(51).fill("CAR-0001").join(",")}`],
  ])("refuses %s", async (_, query) => expect((await get(`/v1/prices${query}`)).status).toBe(400));
});

describe("GET /v1/categories", () => {
  it("lists categories with counts", async () => {
    expect(await (await get("/v1/categories")).json()).toMatchObject({
      items: [
        { slug: "tents", productCount: 2 },
        { slug: "camp-kitchen" },
        { slug: "footwear", productCount: 0 },
      ],
    });
  });
});
