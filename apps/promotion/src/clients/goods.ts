import type { productRoutes } from "@caravan/contracts";
import type { Client } from "@caravan/dapr";
import type { Prices } from "@caravan/prices";
import type { Goods } from "../dependencies.ts";
import { catalogueUnavailable } from "../domain/refusals.ts";

const timeoutSeconds = 2;

/** The catalogue of product, called through the mesh. */
export const openGoods = (
  product: Pick<Client<typeof productRoutes>, "listCategories">,
  prices: Prices,
): Goods => {
  const asked = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      throw catalogueUnavailable(error);
    });
  return {
    skus: async (skus) => new Set((await asked(prices.of(skus))).keys()),
    categories: async () =>
      new Set((await asked(product.listCategories({ timeoutSeconds }))).items.map(({ slug }) => slug)),
  };
};
