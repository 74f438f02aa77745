import { productRoutes } from "@caravan/contracts";
import { createClient, type Sidecar } from "@caravan/dapr";

const { listProducts, getProduct, listCategories } = productRoutes;

export const createProductClient = (sidecar: Sidecar) =>
  createClient(sidecar, "product", { listProducts, getProduct, listCategories });
export type ProductClient = ReturnType<typeof createProductClient>;
