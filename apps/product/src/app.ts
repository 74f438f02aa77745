import { productRoutes } from "@caravan/contracts";
import { createRouter, type Router } from "@caravan/service-kit";
import { etag } from "hono/etag";
import type { Dependencies } from "./dependencies.ts";
import { keepFresh } from "./routes/freshness.ts";
import { pictureRoutes } from "./routes/pictures.ts";
import { productHandlers } from "./routes/products.ts";

/** The service's routes over its dependencies; opens nothing. */
export const createApp = (dependencies: Dependencies): Router => {
  const { app, version, now } = dependencies;
  const router = createRouter({ app, version });
  const fresh = keepFresh({ browserSeconds: 15, memorySeconds: 5, now });
  router.hono.use("/v1/products/*", etag(), fresh).use("/v1/categories", etag(), fresh);
  router.hono.route("/", pictureRoutes(dependencies));
  return router.mount(productRoutes, productHandlers(dependencies));
};
