import { productRoutes } from "@caravan/contracts";
import { createClient, type Sidecar } from "@caravan/dapr";

const { listProducts, getProduct, listCategories } = productRoutes;
export const productCalls = { listProducts, getProduct, listCategories };

export const createProductClient = (sidecar: Sidecar) => createClient(sidecar, "product", productCalls);
export type ProductClient = ReturnType<typeof createProductClient>;
