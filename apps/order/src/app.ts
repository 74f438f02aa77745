import { orderRoutes } from "@caravan/contracts";
import { createRouter, type Router } from "@caravan/service-kit";
import type { Dependencies } from "./dependencies.ts";
import { orderHandlers } from "./routes/orders.ts";

/** The service's routes over its dependencies; opens nothing. */
export const createApp = (dependencies: Dependencies): Router => {
  const { app, version, shopperKey } = dependencies;
  return createRouter({ app, version, shopperKey }).mount(orderRoutes, orderHandlers(dependencies));
};
