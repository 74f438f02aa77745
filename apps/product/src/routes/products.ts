import type { productRoutes } from "@caravan/contracts";
import type { Handlers } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import { listProducts } from "../use-cases/list-products.ts";
import { showProduct } from "../use-cases/show-product.ts";
import { tellPrices } from "../use-cases/tell-prices.ts";

export const productHandlers = (dependencies: Dependencies): Handlers<typeof productRoutes> => ({
  listProducts: async ({ query }) => {
    const page = await listProducts(dependencies, query);
    if (query.q) dependencies.countSearch(page.items.length > 0 ? "found" : "nothing");
    return page;
  },
  getProduct: ({ params }) => showProduct(dependencies, params.productId),
  listCategories: async () => ({ items: await dependencies.products.categories() }),
  listPrices: async ({ query }) => ({ items: await tellPrices(dependencies, query.skus) }),
});
