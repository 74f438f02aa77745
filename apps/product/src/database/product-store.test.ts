import { fileURLToPath } from "node:url";
import { openTestDatabase, type TestDatabase } from "@caravan/database/testing";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProductStore } from "../dependencies.ts";
import { searchWords } from "../domain/search-words.ts";
import { fakeProductStore } from "../testing/fake-product-store.ts";
import { smallCatalogue, smallCatalogueProducts } from "../testing/small-catalogue.ts";
import { readCatalogue } from "./catalogue.ts";
import { productStore } from "./product-store.ts";
import * as schema from "./schema.ts";
import { seedCatalogue } from "./seed-catalogue.ts";

const migrationsFolder = fileURLToPath(new URL("../../migrations", import.meta.url));
const opened: TestDatabase[] = [];

const openSeeded = async (catalogue = smallCatalogue): Promise<TestDatabase> => {
  const test = await openTestDatabase({ migrationsFolder, schema });
  opened.push(test);
  await seedCatalogue(test.database, catalogue);
  return test;
};

afterAll(async () => {
  for (const test of opened) await test.close();
});

const everything = { words: [], category: undefined, before: undefined, limit: 10 };

describe.each([
  { name: "in MariaDB", open: async () => productStore((await openSeeded()).database) },
  { name: "fake", open: async () => fakeProductStore(smallCatalogueProducts, smallCatalogue) },
])("a product store ($name)", ({ open }) => {
  let store: ProductStore;
  beforeAll(async () => {
    store = await open();
  });
  const listed = async (filter: Partial<Parameters<ProductStore["list"]>[0]>) =>
    (await store.list({ ...everything, ...filter })).map(({ sku }) => sku);

  it("lists the newest first, only what lists need", async () => {
    const [first, ...others] = await store.list(everything);
    expect(others.map(({ sku }) => sku)).toEqual(["CAR-0002", "CAR-0001"]);
    const { description: _, facts: __, ...expected } = smallCatalogueProducts[1] ?? {};
    expect(first).toEqual({ ...expected, sku: "CAR-0003" });
  });

  it("goes on after a product, and ends", async () => {
    const [, second] = await store.list({ ...everything, limit: 2 });
    expect(await listed({ before: second?.id })).toEqual(["CAR-0001"]);
    expect(await listed({ before: smallCatalogueProducts[0]?.id })).toEqual([]);
  });

  it("keeps to a category, also to one that does not exist", async () => {
    expect(await listed({ category: "tents" })).toEqual(["CAR-0003", "CAR-0001"]);
    expect(await listed({ category: "boats" })).toEqual([]);
  });

  it.each([
    ["wind", ["CAR-0003", "CAR-0002", "CAR-0001"]],
    ["WIND tenere", ["CAR-0001"]],
    ["fes", ["CAR-0001"]],
    ["tent", ["CAR-0003", "CAR-0001"]],
    ["100%", ["CAR-0003"]],
    ["_", []],
    ["fear_wind", ["CAR-0003"]],
    ["flame' or '1'='1", []],
    ["\\", []],
    ["kettle boils", ["CAR-0002"]],
    ["kettle nylon", []],
  ])("finds all words, taking nothing for a wildcard: %s", async (query, skus) => {
    const words = searchWords(query);
    expect(words.length === 0 ? [] : await listed({ words })).toEqual(skus);
  });

  it("finds a product with all it has, or nothing", async () => {
    const [product] = smallCatalogueProducts;
    expect(await store.find(product?.id ?? "")).toEqual(product);
    expect(await store.find("prd_0199b63a-0009-7000-8000-000000000009")).toBeUndefined();
  });

  it("tells the prices of the SKUs that exist", async () => {
    const prices = await store.prices(["CAR-0002", "CAR-0009"]);
    const { id, sku, name, priceCents } = smallCatalogueProducts[2] ?? {};
    expect(prices).toEqual([{ id, sku, name, priceCents }]);
    expect(await store.prices([])).toEqual([]);
    const fifty = Array.from({ length: 50 }, (_, at) => `CAR-${String(50 - at).padStart(4, "0")}`);
    expect((await store.prices(fifty)).map((priced) => priced.sku).toSorted()).toEqual([
      "CAR-0001",
      "CAR-0002",
      "CAR-0003",
    ]);
  });

  it("counts the products of each category, in the catalogue's order", async () => {
    expect(await store.categories()).toEqual([
      { slug: "tents", name: "Tents", productCount: 2 },
      { slug: "camp-kitchen", name: "Camp kitchen", productCount: 1 },
      { slug: "footwear", name: "Footwear", productCount: 0 },
    ]);
  });
});

describe("the seed", () => {
  it("holds the whole catalogue, and run again changes nothing", async () => {
    const { database } = await openSeeded(readCatalogue());
    const read = () => database.drizzle.select().from(schema.products).orderBy(schema.products.id);
    const before = await read();
    expect(before).toHaveLength(readCatalogue().flatMap((category) => category.products).length);
    await seedCatalogue(database, readCatalogue());
    expect(await read()).toEqual(before);
  });

  it("brings a known SKU up to date and keeps its id", async () => {
    const { database } = await openSeeded();
    const changed = structuredClone(smallCatalogue);
    const product = changed[0]?.products[0];
    if (product === undefined) throw new Error("the small catalogue is empty");
    const id = product.id;
    Object.assign(product, {
      id: "prd_0199b63a-0008-7000-8000-000000000008",
      priceCents: 5,
      tagline: "Now blue",
    });
    await seedCatalogue(database, changed);
    const store = productStore(database);
    expect(await store.find(id)).toMatchObject({ priceCents: 5, tagline: "Now blue", sku: product.sku });
    expect(await store.list({ ...everything, words: ["blue"] })).toHaveLength(1);
  });

  it("answers prices from the index of SKUs", async () => {
    const { database } = await openSeeded(readCatalogue());
    const [rows] = await database.drizzle.execute(
      sql`explain select id, sku, name, price_cents from products where sku in ('CAR-0001', 'CAR-0002')`,
    );
    expect(rows).toMatchObject([{ type: "range", key: "products_sku" }]);
  });
});
