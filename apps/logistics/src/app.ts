import { logisticsRoutes, logisticsStaffRoutes } from "@caravan/contracts";
import { type SubscriptionOptions, subscriptions } from "@caravan/dapr";
import { createRouter, type Router, reportDelivery } from "@caravan/service-kit";
import type { Hono } from "hono";
import type { Dependencies } from "./dependencies.ts";
import { shipmentHandlers } from "./routes/shipments.ts";
import { staffHandlers } from "./routes/staff.ts";
import { onGuestJoined } from "./subscriptions/on-guest-joined.ts";
import { onUserErased } from "./subscriptions/on-user-erased.ts";

/** The service's routes over its dependencies; opens nothing. */
export const createApp = (dependencies: Dependencies): Router =>
  createRouter({ app: dependencies.app, version: dependencies.version })
    .mount(logisticsRoutes, shipmentHandlers(dependencies))
    .mount(logisticsStaffRoutes, staffHandlers(dependencies));

/** What daprd delivers, on the port only it can reach, and what v1 hands over. */
export const createSubscriptions = (
  dependencies: Pick<Dependencies, "shipments">,
  events: SubscriptionOptions,
): Hono =>
  subscriptions([onGuestJoined(dependencies), onUserErased(dependencies)], {
    ...events,
    onOutcome: reportDelivery,
  });
