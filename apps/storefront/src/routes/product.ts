import { type Offer, type Product, ProductId, type ProductSummary } from "@caravan/contracts";
import { createKeptPages, pageUnknown, render, sendUnlessKnown } from "@caravan/pages";
import { concerns } from "@caravan/pricing";
import { useShared } from "@caravan/service-kit";
import type { Hono } from "hono";
import * as v from "valibot";
import { productPage, type QuantityNotice } from "../pages/product.ts";
import { loadFrame } from "./page-context.ts";
import type { Parts } from "./parts.ts";
import { soldProduct } from "./sale-page.ts";
import { sharedMoments } from "./shopper-zone.ts";

/** What bundles of these rules sell with a product. */
const bundledWith = async (
  dependencies: Parts,
  { sku }: Product,
  rules: readonly Offer[],
): Promise<readonly ProductSummary[]> => {
  const others = rules.flatMap(({ benefit }) => (benefit.type === "bundle" ? benefit.skus : []));
  const wanted = [...new Set(others)].filter((other) => other !== sku);
  const found = await Promise.all(wanted.map((other) => soldProduct(dependencies, { sku: other })));
  return found.filter((one) => one !== undefined);
};

/** The data of a product's page. @throws Refusal when there is no such product or product is unreachable */
const load = async (dependencies: Parts, productId: string) => {
  const { catalogue, stock, offers, countStockUnknown } = dependencies;
  if (!v.is(ProductId, productId)) throw pageUnknown("product");
  const [servedProduct, servedOffers, frame] = await Promise.all([
    catalogue.product(productId),
    offers.list(),
    loadFrame(catalogue),
  ]);
  const product = useShared(servedProduct);
  // Unknown ones are left out: while promotion does not answer, list prices count.
  const known = useShared(servedOffers);
  const rules = (known ?? []).filter((offer) => concerns(offer, product));
  const [{ free }, bundled] = await Promise.all([
    stock.free(product.sku).then(useShared),
    bundledWith(dependencies, product, rules),
  ]);
  if (free === undefined) countStockUnknown();
  const bySku = new Map(bundled.map((one) => [one.sku, one]));
  return {
    frame,
    parts: { product, free, discounts: { rules, bundled: bySku, moments: sharedMoments } },
    madeOf: [product, frame.categories, free, known, bundled.map(({ name }) => name).join()],
  };
};

/** The product's page with a notice of why it was not added to the cart. */
export type RefusedProductPage = (productId: string, notice: QuantityNotice) => Promise<string>;

export const createRefusedProductPage =
  (dependencies: Parts): RefusedProductPage =>
  async (productId, notice) => {
    const { frame, parts } = await load(dependencies, productId);
    return render(productPage(frame, { ...parts, notice }));
  };

export const mountProduct = (hono: Hono, dependencies: Parts): void => {
  const keep = createKeptPages((bytes) => dependencies.showKeptPages("products", bytes));
  hono.get("/products/:productId", async (c) => {
    const productId = c.req.param("productId");
    const { frame, parts, madeOf } = await load(dependencies, productId);
    return sendUnlessKnown(
      c,
      keep(productId, madeOf, () => render(productPage(frame, parts))),
    );
  });
};
