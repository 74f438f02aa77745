import { randomUUID } from "node:crypto";
import { type Category, type Product, ProductId } from "@caravan/contracts";
import { ensureGuest } from "@caravan/service-kit";
import type { Hono } from "hono";
import { LRUCache } from "lru-cache";
import * as v from "valibot";
import { keyPlaceholder, type Notice, productPage } from "../pages/product.ts";
import { use } from "../served.ts";
import { stockUnknownPages } from "../telemetry.ts";
import type { Catalogue } from "../use-cases/catalogue.ts";
import type { FreePieces, Stock } from "../use-cases/stock.ts";
import { privatePage, render, servedBy } from "./page-context.ts";
import { pageUnknown } from "./refusals.ts";

export interface ProductPageMaker {
  /** The product's page with the given key in its form. @throws Refusal when there is no such product or nobody can tell */
  make(productId: string, idempotencyKey: string, notice?: Notice): Promise<string>;
}

interface Rendered {
  readonly product: Product;
  readonly categories: readonly Category[] | undefined;
  readonly free: FreePieces;
  readonly served: string;
  /** The page, cut where the key goes. */
  readonly parts: readonly string[];
}

/** Makes product pages, and keeps what all shoppers share of them until something in it changes. */
export const createProductPageMaker = (catalogue: Catalogue, stock: Stock): ProductPageMaker => {
  const rendered = new LRUCache<string, Rendered>({ max: 500 });
  return {
    async make(productId, idempotencyKey, notice) {
      if (!v.is(ProductId, productId)) throw pageUnknown("product");
      const [servedProduct, servedCategories] = await Promise.all([
        catalogue.product(productId),
        catalogue.categories(),
      ]);
      const product = use(servedProduct);
      const { free } = use(await stock.free(product.sku));
      const categories = servedCategories === undefined ? undefined : use(servedCategories);
      if (free === undefined) stockUnknownPages.inc();
      const frame = { categories, servedBy: servedBy() };
      const served = frame.servedBy.join();
      if (notice !== undefined)
        return render(productPage(frame, { product, free, notice })).replaceAll(
          keyPlaceholder,
          idempotencyKey,
        );

      const last = rendered.get(productId);
      const isSame =
        last?.product === product &&
        last.categories === categories &&
        last.free === free &&
        last.served === served;
      if (last !== undefined && isSame) return last.parts.join(idempotencyKey);
      const parts = render(productPage(frame, { product, free })).split(keyPlaceholder);
      rendered.set(productId, { product, categories, free, served, parts });
      return parts.join(idempotencyKey);
    },
  };
};

export const newIdempotencyKey = (): string => `buy_${randomUUID()}`;

export const mountProduct = (
  hono: Hono,
  { pages, shopperKey }: { pages: ProductPageMaker; shopperKey: string },
): void => {
  hono.get("/products/:productId", async (c) => {
    await ensureGuest(c, shopperKey);
    return privatePage(c, await pages.make(c.req.param("productId"), newIdempotencyKey()));
  });
};
