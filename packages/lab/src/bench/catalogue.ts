import { Page, ProductSummary } from "@caravan/contracts";
import { request } from "undici";
import * as v from "valibot";

const ProductPage = Page(v.pick(ProductSummary, ["id", "sku"]));

/** The fields of a product that load needs. */
export type SoldProduct = v.InferOutput<typeof ProductPage>["items"][number];

/** All products of the shop, from its API. */
export const readCatalogue = async (shop: string): Promise<SoldProduct[]> => {
  const products: SoldProduct[] = [];
  for (let cursor: string | undefined = ""; cursor !== undefined; ) {
    const next: string = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const { statusCode, body } = await request(`${shop}/v1/products?limit=100${next}`);
    if (statusCode !== 200)
      throw new Error(`the list of products answered ${statusCode}: ${await body.text()}`);
    const page = v.parse(ProductPage, await body.json());
    products.push(...page.items);
    cursor = page.nextCursor;
  }
  return products;
};
