import { euros, type ProductSummary } from "@caravan/contracts";
import type { Dependencies } from "../dependencies.ts";
import type { ListedProduct } from "../domain/product.ts";

/** The product in lists. The picture's path has a hash of its content, so that browsers may cache it for ever. */
export const presentProduct = (
  { pictures }: Pick<Dependencies, "pictures">,
  product: ListedProduct,
): ProductSummary => {
  const hash = pictures.get(product.sku)?.hash;
  return {
    id: product.id,
    sku: product.sku,
    name: product.name,
    tagline: product.tagline,
    category: product.category,
    price: euros(product.priceCents),
    picture: `/pictures/${product.sku}.svg${hash === undefined ? "" : `?v=${hash}`}`,
  };
};
