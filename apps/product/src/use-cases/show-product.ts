import type { Product } from "@caravan/contracts";
import type { Dependencies } from "../dependencies.ts";
import { productUnknown } from "../domain/refusals.ts";
import { presentProduct } from "./present-product.ts";

/** Shows all of one product. */
export const showProduct = async (dependencies: Dependencies, productId: string): Promise<Product> => {
  const product = await dependencies.products.find(productId);
  if (product === undefined) throw productUnknown(productId);
  return {
    ...presentProduct(dependencies, product),
    description: product.description,
    facts: [...product.facts],
  };
};
