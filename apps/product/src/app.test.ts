import { Page, Problem, Product, ProductSummary } from "@caravan/contracts";
import * as v from "valibot";
import { beforeAll, describe, expect, it } from "vitest";
import { createApp } from "./app.ts";
import type { ProductStore } from "./dependencies.ts";
import { liveSearch } from "./search/live-search.ts";
import { fakeProductStore } from "./testing/fake-product-store.ts";
import { smallCatalogue, smallCatalogueProducts } from "./testing/small-catalogue.ts";

const picture = { svg: "<svg/>", hash: "0123456789abcdef" };
const shop = (products: ProductStore, now = () => 0) =>
  createApp({
    app: "product",
    version: "v1",
    products,
    search,
    pictures: new Map([["CAR-0001", picture]]),
    now,
    countSearch: (outcome) => void counted.push(outcome),
  });
const counted: string[] = [];
const store = fakeProductStore(smallCatalogueProducts, smallCatalogue);
const search = liveSearch(store, () => 0);
const app = shop(store);
beforeAll(search.refresh);
const [tent] = smallCatalogueProducts;
const get = (path: string, headers: Record<string, string> = {}) => app.request(path, { headers });
const items = async (path: string) =>
  v.parse(Page(ProductSummary), await (await get(path)).json()).items.map(({ sku }) => sku);

describe("GET /v1/products", () => {
  it("pages through everything once, newest first", async () => {
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

  it("pages through what was found once, the best first", async () => {
    const first = v.parse(Page(ProductSummary), await (await get("/v1/products?q=wind&limit=2")).json());
    const next = `/v1/products?q=wind&limit=2&cursor=${first.nextCursor}`;
    expect([...first.items.map(({ sku }) => sku), ...(await items(next))]).toEqual([
      "CAR-0001",
      "CAR-0003",
      "CAR-0002",
    ]);
    // A place in the list of all is no place among hits.
    const { nextCursor } = v.parse(Page(ProductSummary), await (await get("/v1/products?limit=1")).json());
    expect((await get(`/v1/products?q=wind&cursor=${nextCursor}`)).status).toBe(400);
  });

  it("finds an article by its number, however it is written", async () => {
    for (const q of ["CAR-0001", "car-0001", "car0001", "car 0001", "car 1", "car-1", "0001", " CAR‑0001 "])
      expect(await items(`/v1/products?q=${encodeURIComponent(q)}`), q).toEqual(["CAR-0001"]);
    expect(await items("/v1/products?q=CAR-0002,+CAR-0001")).toEqual(["CAR-0002", "CAR-0001"]);
    counted.length = 0;
    expect(await items("/v1/products?q=CAR-0009")).toEqual([]);
    await items("/v1/products?q=CAR0002");
    expect(counted).toEqual(["nothing", "found"]);
  });

  it("says so while the catalogue is still being read", async () => {
    const starting = createApp({
      app: "product",
      version: "v1",
      products: store,
      search: liveSearch(store, () => 0),
      pictures: new Map(),
      now: () => 0,
      countSearch: () => {},
    });
    const reply = await starting.request("/v1/products?q=tent");
    expect([reply.status, reply.headers.get("retry-after")]).toEqual([503, "2"]);
    expect((await starting.request("/v1/products")).status).toBe(200);
  });

  it("names the content of a picture in its path", async () => {
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

  it("may be kept for seconds and costs nothing when it is still the same", async () => {
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

describe("a page that many look at", () => {
  const counted = () => {
    const asked = { find: 0, prices: 0 };
    let time = Date.parse("2026-11-21T09:30:00.000Z");
    const products: ProductStore = {
      ...store,
      find: (id) => {
        asked.find += 1;
        return store.find(id);
      },
      prices: (skus) => {
        asked.prices += 1;
        return store.prices(skus);
      },
    };
    const router = shop(products, () => time);
    return { asked, router, pass: (seconds: number) => (time += seconds * 1000) };
  };

  it("is read from the database once in five seconds", async () => {
    const { asked, router, pass } = counted();
    const path = `/v1/products/${tent?.id}`;
    const bodies = [await router.request(path), await router.request(path)].map((reply) => reply.text());
    expect(new Set(await Promise.all(bodies)).size).toBe(1);
    expect(asked.find).toBe(1);
    pass(5.001);
    expect((await router.request(path)).status).toBe(200);
    expect(asked.find).toBe(2);
  });

  it("is never remembered for a refusal or a price that is charged", async () => {
    const { asked, router } = counted();
    for (const path of ["/v1/products/prd_0199b63a-0009-7000-8000-000000000009", "/v1/prices?skus=CAR-0001"])
      for (let time = 0; time < 2; time += 1) await router.request(path);
    expect(asked).toEqual({ find: 2, prices: 2 });
  });

  it("takes no more memory however many things are asked for", async () => {
    const { asked, router } = counted();
    const path = `/v1/products/${tent?.id}`;
    await router.request(path);
    for (let number = 0; number < 200; number += 1) await router.request(`/v1/products?q=word${number}`);
    await router.request(path);
    expect(asked.find).toBe(2);
  });
});

describe("GET /v1/prices", () => {
  it("leaves out what does not exist, names nothing twice and may not be kept", async () => {
    const reply = await get("/v1/prices?skus=CAR-0002,CAR-0009,CAR-0002");
    expect(reply.headers.get("cache-control")).toBeNull();
    expect(await reply.json()).toEqual({
      items: [
        {
          sku: "CAR-0002",
          productId: smallCatalogueProducts[2]?.id,
          name: "Ember Kettle",
          price: { amountCents: 2099, currency: "EUR" },
        },
      ],
    });
  });

  it.each([
    ["no list", ""],
    ["an empty list", "?skus="],
    ["what is no SKU", "?skus=nonsense"],
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

describe("GET /pictures/:sku.svg", () => {
  it("keeps a picture for ever only under the name of its content", async () => {
    const kept = await get(`/pictures/CAR-0001.svg?v=${picture.hash}`);
    expect(kept.headers.get("cache-control")).toContain("immutable");
    expect(kept.headers.get("content-type")).toBe("image/svg+xml");
    expect(await kept.text()).toBe(picture.svg);
    for (const path of ["/pictures/CAR-0001.svg", "/pictures/CAR-0001.svg?v=another"])
      expect((await get(path)).headers.get("cache-control")).toBe("public, max-age=60");
  });

  it("answers 304 to who has it", async () => {
    const reply = await get("/pictures/CAR-0001.svg", { "if-none-match": `"${picture.hash}"` });
    expect(reply.status).toBe(304);
  });

  it.each([
    "/pictures/CAR-0002.svg",
    "/pictures/CAR-0001.png",
    "/pictures/..%2f..%2fpackage.json",
    "/pictures/../../etc/passwd",
    "/pictures/%2e%2e/%2e%2e/etc/passwd",
    "/pictures/CAR-0001.svg%00",
    "/pictures/car-0001.svg",
    "/pictures/__proto__",
    "/pictures/",
  ])("has nothing at %s", async (path) => {
    const reply = await get(path);
    expect(reply.status).toBe(404);
    expect(v.parse(Problem, await reply.json()).status).toBe(404);
  });
});
