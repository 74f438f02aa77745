import { euros, type ProductSummary } from "@caravan/contracts";
import type { Dependencies } from "../dependencies.ts";
import type { ListedProduct } from "../domain/product.ts";

/** Shows a product as lists do. The picture's path names its content, so that browsers may keep it for ever. */
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
