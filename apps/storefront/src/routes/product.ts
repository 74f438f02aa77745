import { randomUUID } from "node:crypto";
import { ProductId } from "@caravan/contracts";
import { ensureGuest, useShared } from "@caravan/service-kit";
import type { Hono } from "hono";
import * as v from "valibot";
import { keyPlaceholder, type Notice, productPage } from "../pages/product.ts";
import { stockUnknownPages } from "../telemetry.ts";
import type { Catalogue } from "../use-cases/catalogue.ts";
import type { Stock } from "../use-cases/stock.ts";
import { createKeptPages } from "./kept-pages.ts";
import { privatePage, render, servedBy } from "./page-context.ts";
import { pageUnknown } from "./refusals.ts";

export interface ProductPageMaker {
  /** The product's page with the given key in its form. @throws Refusal when there is no such product or nobody can tell */
  make(productId: string, idempotencyKey: string, notice?: Notice): Promise<string>;
}

/** Makes product pages, and keeps what all shoppers share of them until something in it changes. */
export const createProductPageMaker = (catalogue: Catalogue, stock: Stock): ProductPageMaker => {
  const keep = createKeptPages<readonly string[]>();
  return {
    async make(productId, idempotencyKey, notice) {
      if (!v.is(ProductId, productId)) throw pageUnknown("product");
      const [servedProduct, servedCategories] = await Promise.all([
        catalogue.product(productId),
        catalogue.categories(),
      ]);
      const product = useShared(servedProduct);
      const { free } = useShared(await stock.free(product.sku));
      const categories = servedCategories === undefined ? undefined : useShared(servedCategories);
      if (free === undefined) stockUnknownPages.inc();
      const frame = { categories, servedBy: servedBy() };
      if (notice !== undefined)
        return render(productPage(frame, { product, free, notice })).replaceAll(
          keyPlaceholder,
          idempotencyKey,
        );
      const madeOf = [product, categories, free, frame.servedBy.join()];
      // Kept cut where the key goes.
      const parts = keep(productId, madeOf, () =>
        render(productPage(frame, { product, free })).split(keyPlaceholder),
      );
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
