import { flashRoutes, flashStaffRoutes } from "@caravan/contracts";
import { type SubscriptionOptions, subscriptions } from "@caravan/dapr";
import { createRouter, type Router, reportDelivery } from "@caravan/service-kit";
import type { Hono } from "hono";
import type { Dependencies } from "./dependencies.ts";
import { saleHandlers } from "./routes/sales.ts";
import { staffHandlers } from "./routes/staff.ts";
import { allSubscriptions } from "./subscriptions/all.ts";

/** The service's routes over its dependencies; opens nothing. */
export const createApp = (dependencies: Dependencies): Router =>
  createRouter({ app: dependencies.app, version: dependencies.version })
    .mount(flashRoutes, saleHandlers(dependencies))
    .mount(flashStaffRoutes, staffHandlers(dependencies));

/** What daprd delivers, on the port only it can reach, and what v1 hands over. */
export const createSubscriptions = (dependencies: Dependencies, events: SubscriptionOptions): Hono =>
  subscriptions(allSubscriptions(dependencies), { ...events, onOutcome: reportDelivery });
