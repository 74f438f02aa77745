import { beforeAll, describe, expect, it } from "vitest";
import type { ProductStore } from "./dependencies.ts";
import { liveSearch } from "./search/live-search.ts";
import { openFakeProduct, store } from "./testing/fake-product.ts";
import { smallCatalogueProducts } from "./testing/small-catalogue.ts";

const search = liveSearch(store, () => 0);
beforeAll(search.refresh);
const [tent] = smallCatalogueProducts;

describe("a page that many look at", () => {
  const openCounted = () => {
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
    const router = openFakeProduct({ products, search, now: () => time });
    return { asked, router, pass: (seconds: number) => (time += seconds * 1000) };
  };

  it("is read from the database once in five seconds", async () => {
    const { asked, router, pass } = openCounted();
    const path = `/v1/products/${tent?.id}`;
    const bodies = [await router.request(path), await router.request(path)].map((reply) => reply.text());
    expect(new Set(await Promise.all(bodies)).size).toBe(1);
    expect(asked.find).toBe(1);
    pass(5.001);
    expect((await router.request(path)).status).toBe(200);
    expect(asked.find).toBe(2);
  });

  it("is never remembered for a refusal or a price that is charged", async () => {
    const { asked, router } = openCounted();
    for (const path of ["/v1/products/prd_0199b63a-0009-7000-8000-000000000009", "/v1/prices?skus=CAR-0001"])
      for (let time = 0; time < 2; time += 1) await router.request(path);
    expect(asked).toEqual({ find: 2, prices: 2 });
  });

  it("takes no more memory however many things are asked for", async () => {
    const { asked, router } = openCounted();
    const path = `/v1/products/${tent?.id}`;
    await router.request(path);
    for (let number = 0; number < 200; number += 1) await router.request(`/v1/products?q=word${number}`);
    await router.request(path);
    expect(asked.find).toBe(2);
  });
});
