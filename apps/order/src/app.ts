import { orderRoutes, orderStaffRoutes } from "@caravan/contracts";
import { subscriptions } from "@caravan/dapr";
import { createRouter, log, type Router } from "@caravan/service-kit";
import type { Hono } from "hono";
import type { Dependencies } from "./dependencies.ts";
import { orderHandlers } from "./routes/orders.ts";
import { staffHandlers } from "./routes/staff.ts";
import { allSubscriptions } from "./subscriptions/all.ts";
import { countEvent } from "./telemetry.ts";

/** The service's routes over its dependencies; opens nothing. */
export const createApp = (dependencies: Dependencies): Router =>
  createRouter({ app: dependencies.app, version: dependencies.version })
    .mount(orderRoutes, orderHandlers(dependencies))
    .mount(orderStaffRoutes, staffHandlers(dependencies));

/** What daprd delivers, on the port only it can reach. */
export const createSubscriptions = (dependencies: Dependencies, enabled: boolean): Hono =>
  subscriptions(allSubscriptions(dependencies), {
    enabled,
    onOutcome: ({ topic, id, result, error }) => {
      countEvent(topic, result);
      if (result !== "success")
        log.warn({ err: error, topic, event: id, result }, "an event was not handled");
    },
  });
