import { euros, type Price } from "@caravan/contracts";
import type { Dependencies } from "../dependencies.ts";

/** The prices of known SKUs, for orders: read from the database each time, since they are charged. */
export const tellPrices = async (
  { products }: Pick<Dependencies, "products">,
  skus: readonly string[],
): Promise<Price[]> => {
  const priced = await products.prices([...new Set(skus)]);
  return priced.map(({ sku, id, name, priceCents, category }) => ({
    sku,
    productId: id,
    name,
    price: euros(priceCents),
    category,
  }));
};
