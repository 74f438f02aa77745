import { paymentRoutes, paymentStaffRoutes } from "@caravan/contracts";
import { createRouter, type Router } from "@caravan/service-kit";
import type { Dependencies } from "./dependencies.ts";
import { paymentHandlers } from "./routes/payments.ts";
import { staffHandlers } from "./routes/staff.ts";

/** The service's routes over its dependencies; opens nothing. */
export const createApp = (dependencies: Dependencies): Router =>
  createRouter({ app: dependencies.app, version: dependencies.version })
    .mount(paymentRoutes, paymentHandlers(dependencies))
    .mount(paymentStaffRoutes, staffHandlers(dependencies));
