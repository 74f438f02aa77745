import { fileURLToPath } from "node:url";
import { openTestDatabase, type TestDatabase } from "@caravan/database/testing";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProductStore } from "../dependencies.ts";
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

const everything = { category: undefined, before: undefined, limit: 10 };

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

  it("lists the newest first, with only the fields of lists", async () => {
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

  it("filters by category, also by an unknown one", async () => {
    expect(await listed({ category: "tents" })).toEqual(["CAR-0003", "CAR-0001"]);
    expect(await listed({ category: "boats" })).toEqual([]);
  });

  it("returns products in the requested order, without unknown ones", async () => {
    const ids = [2, 0].map((at) => smallCatalogueProducts[at]?.id ?? "");
    const found = await store.byIds([...ids, "prd_0199b63a-0009-7000-8000-000000000009"]);
    expect(found.map(({ id }) => id)).toEqual(ids);
    expect((await store.bySkus(["CAR-0003", "CAR-0009", "CAR-0001"])).map(({ sku }) => sku)).toEqual([
      "CAR-0003",
      "CAR-0001",
    ]);
    expect([await store.byIds([]), await store.bySkus([])]).toEqual([[], []]);
  });

  it("returns all searchable texts, with the name of the category", async () => {
    const everything = await store.changedAfter({ changedAt: new Date(0), id: "" }, 10);
    const { priceCents: _, ...tent } = smallCatalogueProducts[0] ?? {};
    expect(everything.find(({ sku }) => sku === "CAR-0001")).toMatchObject({
      ...tent,
      categoryName: "Tents",
    });
    expect(everything).toHaveLength(3);
  });

  it("finds a product with all its fields, or none", async () => {
    const [product] = smallCatalogueProducts;
    expect(await store.find(product?.id ?? "")).toEqual(product);
    expect(await store.find("prd_0199b63a-0009-7000-8000-000000000009")).toBeUndefined();
  });

  it("returns the prices of known SKUs", async () => {
    const prices = await store.prices(["CAR-0002", "CAR-0009"]);
    const { id, sku, name, priceCents, category } = smallCatalogueProducts[2] ?? {};
    expect(prices).toEqual([{ id, sku, name, priceCents, category }]);
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

  it("updates a known SKU and keeps its id", async () => {
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
  });

  it("marks only rewritten products as changed", async () => {
    const { database } = await openSeeded();
    const store = productStore(database);
    const before = await store.changedAfter({ changedAt: new Date(0), id: "" }, 10);
    const changed = structuredClone(smallCatalogue);
    Object.assign(changed[0]?.products[1] ?? {}, { tagline: "Now blue" });
    await seedCatalogue(database, changed);
    const [last, ...more] = await store.changedAfter(before.at(-1) ?? { changedAt: new Date(), id: "" }, 10);
    expect([last?.tagline, more]).toEqual(["Now blue", []]);
    // Across pages the order is the same, and none is left out.
    const pages = [await store.changedAfter({ changedAt: new Date(0), id: "" }, 2)];
    pages.push(await store.changedAfter(pages[0]?.at(-1) ?? { changedAt: new Date(), id: "" }, 2));
    expect(pages.flat().map(({ sku }) => sku)).toEqual(["CAR-0001", "CAR-0002", "CAR-0003"]);
  });

  it("answers prices from the index of SKUs", async () => {
    const { database } = await openSeeded(readCatalogue());
    const [rows] = await database.drizzle.execute(
      sql`explain select id, sku, name, price_cents from products where sku in ('CAR-0001', 'CAR-0002')`,
    );
    expect(rows).toMatchObject([{ type: "range", key: "products_sku" }]);
  });
});
