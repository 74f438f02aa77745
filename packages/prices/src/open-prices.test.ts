import { euros, newId, Refusal } from "@caravan/contracts";
import { callContext, createRouter } from "@caravan/service-kit";
import { describe, expect, it, vi } from "vitest";
import { openPrices } from "./open-prices.ts";

/** A product service with one price for every known SKU; records each call. */
const fakeProduct = () => {
  const calls: string[] = [];
  const shelf = { priceCents: 1_000 };
  const listPrices = async ({ query }: { query: { skus: string } }) => {
    calls.push(query.skus);
    const known = query.skus.split(",").filter((sku) => sku < "CAR-9000");
    return {
      items: known.map((sku) => ({
        sku,
        productId: newId("prd"),
        name: sku,
        price: euros(shelf.priceCents),
      })),
    };
  };
  return { calls, shelf, listPrices };
};

describe("prices", () => {
  it("are fetched in one call for all concurrent requests", async () => {
    const product = fakeProduct();
    const prices = openPrices(product);
    const [a, b] = await Promise.all([
      prices.of(["CAR-0001", "CAR-0002"]),
      prices.of(["CAR-0002", "CAR-0003"]),
    ]);
    expect(product.calls).toEqual(["CAR-0001,CAR-0002,CAR-0003"]);
    expect([[...a.keys()], [...b.keys()]]).toEqual([
      ["CAR-0001", "CAR-0002"],
      ["CAR-0002", "CAR-0003"],
    ]);
  });

  it("are never older than two seconds", async () => {
    const product = fakeProduct();
    let now = 1;
    const prices = openPrices(product, { now: () => now });
    await prices.of(["CAR-0001"]);
    product.shelf.priceCents = 2_000;
    now += 1_999;
    expect((await prices.of(["CAR-0001"])).get("CAR-0001")?.priceCents).toBe(1_000);
    now += 2;
    expect((await prices.of(["CAR-0001"])).get("CAR-0001")?.priceCents).toBe(2_000);
    expect(product.calls).toHaveLength(2);
  });

  it("name the version of product that served them, also in replies from the cache", async () => {
    const product = fakeProduct();
    const listPrices: typeof product.listPrices = (call) => {
      callContext()?.served("product=v2");
      return product.listPrices(call);
    };
    const prices = openPrices({ listPrices });
    const router = createRouter({ app: "demo", version: "v1" });
    router.hono.get("/", async (c) => c.json([...(await prices.of(["CAR-0001"])).keys()]));
    for (let request = 0; request < 2; request += 1)
      expect((await router.request("/")).headers.get("x-served-by")).toBe("demo=v1, product=v2");
    expect(product.calls).toHaveLength(1);
  });

  it("leave out unknown SKUs", async () => {
    const prices = openPrices(fakeProduct());
    expect([...(await prices.of(["CAR-9999", "CAR-0001"])).keys()]).toEqual(["CAR-0001"]);
  });

  it("are refused when product is unreachable, and fetched again the next time", async () => {
    const product = fakeProduct();
    const away = () =>
      Promise.reject(new Refusal({ kind: "unavailable", code: "callee-unavailable", detail: "away" }));
    const listPrices = vi.fn(product.listPrices).mockImplementationOnce(away);
    const prices = openPrices({ listPrices });
    const refused = await Promise.allSettled([prices.of(["CAR-0001"]), prices.of(["CAR-0001"])]);
    for (const each of refused)
      expect(each).toMatchObject({
        status: "rejected",
        reason: { code: "prices-unavailable", retryAfterSeconds: 2 },
      });
    expect((await prices.of(["CAR-0001"])).size).toBe(1);
  });
});
