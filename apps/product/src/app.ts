import { productRoutes } from "@caravan/contracts";
import { createRouter, type Router } from "@caravan/service-kit";
import type { Dependencies } from "./dependencies.ts";
import { freshFor } from "./routes/freshness.ts";
import { pictureRoutes } from "./routes/pictures.ts";
import { productHandlers } from "./routes/products.ts";

/** The service's routes over its dependencies; opens nothing. */
export const createApp = (dependencies: Dependencies): Router => {
  const router = createRouter({ app: dependencies.app, version: dependencies.version });
  router.hono.use("/v1/products/*", freshFor(15));
  router.hono.use("/v1/categories", freshFor(60));
  router.hono.route("/", pictureRoutes(dependencies));
  return router.mount(productRoutes, productHandlers(dependencies));
};
