import { orderPromotionRoutes, orderRoutes, orderSaleRoutes, orderStaffRoutes } from "@caravan/contracts";
import { type SubscriptionOptions, subscriptions } from "@caravan/dapr";
import { createRouter, type Router, reportDelivery } from "@caravan/service-kit";
import type { Hono } from "hono";
import type { Dependencies } from "./dependencies.ts";
import { orderHandlers } from "./routes/orders.ts";
import { promotedOrderHandlers } from "./routes/promoted-orders.ts";
import { saleOrderHandlers } from "./routes/sale-orders.ts";
import { staffHandlers } from "./routes/staff.ts";
import { allSubscriptions } from "./subscriptions/all.ts";

/** The service's routes over its dependencies; opens nothing. */
export const createApp = (dependencies: Dependencies): Router =>
  createRouter({ app: dependencies.app, version: dependencies.version })
    .mount(orderRoutes, orderHandlers(dependencies))
    .mount(orderSaleRoutes, saleOrderHandlers(dependencies))
    .mount(orderPromotionRoutes, promotedOrderHandlers(dependencies))
    .mount(orderStaffRoutes, staffHandlers(dependencies));

/** What daprd delivers, on the port only it can reach, and what v1 hands over. */
export const createSubscriptions = (dependencies: Dependencies, events: SubscriptionOptions): Hono =>
  subscriptions(allSubscriptions(dependencies), {
    ...events,
    onOutcome: reportDelivery,
  });
