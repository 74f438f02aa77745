import { ProductId } from "@caravan/contracts";
import { createKeptPages, pageUnknown, render, sendUnlessKnown } from "@caravan/pages";
import { useShared } from "@caravan/service-kit";
import type { Hono } from "hono";
import * as v from "valibot";
import type { Frame } from "../pages/layout.ts";
import { productPage, type QuantityNotice } from "../pages/product.ts";
import type { Parts } from "./parts.ts";

/** The data of a product's page. @throws Refusal when there is no such product or product is unreachable */
const load = async ({ catalogue, stock, countStockUnknown }: Parts, productId: string) => {
  if (!v.is(ProductId, productId)) throw pageUnknown("product");
  const [servedProduct, servedCategories] = await Promise.all([
    catalogue.product(productId),
    catalogue.categories(),
  ]);
  const product = useShared(servedProduct);
  const { free } = useShared(await stock.free(product.sku));
  const categories = servedCategories === undefined ? undefined : useShared(servedCategories);
  if (free === undefined) countStockUnknown();
  const frame: Frame = { categories };
  return { frame, product, free };
};

/** The product's page with a notice of why it was not added to the cart. */
export type RefusedProductPage = (productId: string, notice: QuantityNotice) => Promise<string>;

export const createRefusedProductPage =
  (dependencies: Parts): RefusedProductPage =>
  async (productId, notice) => {
    const { frame, ...parts } = await load(dependencies, productId);
    return render(productPage(frame, { ...parts, notice }));
  };

export const mountProduct = (hono: Hono, dependencies: Parts): void => {
  const keep = createKeptPages((bytes) => dependencies.showKeptPages("products", bytes));
  hono.get("/products/:productId", async (c) => {
    const productId = c.req.param("productId");
    const { frame, product, free } = await load(dependencies, productId);
    const madeOf = [product, frame.categories, free];
    return sendUnlessKnown(
      c,
      keep(productId, madeOf, () => render(productPage(frame, { product, free }))),
    );
  });
};
