import { promotionRoutes, promotionStaffRoutes, promotionUseRoutes } from "@caravan/contracts";
import { type SubscriptionOptions, subscriptions } from "@caravan/dapr";
import { createRouter, type Router, reportDelivery } from "@caravan/service-kit";
import type { Hono } from "hono";
import type { Dependencies } from "./dependencies.ts";
import { cartHandlers } from "./routes/carts.ts";
import { staffHandlers } from "./routes/staff.ts";
import { useHandlers } from "./routes/uses.ts";
import { allSubscriptions } from "./subscriptions/all.ts";

/** The service's routes over its dependencies; opens nothing. */
export const createApp = (dependencies: Dependencies): Router =>
  createRouter({ app: dependencies.app, version: dependencies.version })
    .mount(promotionRoutes, cartHandlers(dependencies))
    .mount(promotionUseRoutes, useHandlers(dependencies))
    .mount(promotionStaffRoutes, staffHandlers(dependencies));

/** What daprd delivers, on the port only it can reach, and what v1 hands over. */
export const createSubscriptions = (dependencies: Dependencies, events: SubscriptionOptions): Hono =>
  subscriptions(allSubscriptions(dependencies), { ...events, onOutcome: reportDelivery });
