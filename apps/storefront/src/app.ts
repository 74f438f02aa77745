import { createRouter, type Router } from "@caravan/service-kit";
import type { Dependencies } from "./dependencies.ts";
import { mountAssets } from "./routes/assets.ts";
import { mountBuy } from "./routes/buy.ts";
import { mountLists } from "./routes/lists.ts";
import { mountOrders } from "./routes/orders.ts";
import { answerProblem } from "./routes/page-context.ts";
import { createProductPageMaker, mountProduct } from "./routes/product.ts";
import { headers, ownFormsOnly } from "./routes/protection.ts";
import { createCatalogue } from "./use-cases/catalogue.ts";
import { createStock } from "./use-cases/stock.ts";

export const createApp = (dependencies: Dependencies): Router => {
  const { app, version, shopperKey, orders, pause, clock } = dependencies;
  const catalogue = createCatalogue(dependencies.product, {
    freshSeconds: dependencies.catalogueFreshSeconds,
    clock,
  });
  const stock = createStock(dependencies.inventory, { freshSeconds: dependencies.stockFreshSeconds, clock });
  const pages = createProductPageMaker(catalogue, stock);

  const router = createRouter({ app, version, shopperKey, onProblem: answerProblem(catalogue) });
  router.hono.use(headers());
  router.hono.use(ownFormsOnly());
  mountAssets(router.hono);
  mountLists(router.hono, { catalogue, shopperKey });
  mountProduct(router.hono, { pages, shopperKey });
  mountBuy(router.hono, { catalogue, orders, pages, shopperKey, pause });
  mountOrders(router.hono, { catalogue, orders, shopperKey });
  return router;
};
