import { inventoryAllotmentRoutes, inventoryRoutes, inventoryStaffRoutes } from "@caravan/contracts";
import { createRouter, type Router } from "@caravan/service-kit";
import type { Dependencies } from "./dependencies.ts";
import { allotmentHandlers } from "./routes/allotments.ts";
import { reservationHandlers } from "./routes/reservations.ts";
import { listStockHandler, stockStaffHandlers } from "./routes/stock.ts";

/** The service's routes over its dependencies; opens nothing. */
export const createApp = (dependencies: Dependencies): Router =>
  createRouter({ app: dependencies.app, version: dependencies.version })
    .mount(inventoryRoutes, {
      listStock: listStockHandler(dependencies),
      ...reservationHandlers(dependencies),
    })
    .mount(inventoryAllotmentRoutes, allotmentHandlers(dependencies))
    .mount(inventoryStaffRoutes, stockStaffHandlers(dependencies));
