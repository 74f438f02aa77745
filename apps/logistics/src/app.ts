import { logisticsRoutes } from "@caravan/contracts";
import { subscriptions } from "@caravan/dapr";
import { createRouter, log, type Router } from "@caravan/service-kit";
import type { Hono } from "hono";
import type { Dependencies } from "./dependencies.ts";
import { depotHandlers } from "./routes/depot.ts";
import { shipmentHandlers } from "./routes/shipments.ts";
import { onGuestJoined } from "./subscriptions/on-guest-joined.ts";
import { onUserErased } from "./subscriptions/on-user-erased.ts";
import { countEvent } from "./telemetry.ts";

/** The service's routes over its dependencies; opens nothing. */
export const createApp = (dependencies: Dependencies): Router =>
  createRouter({ app: dependencies.app, version: dependencies.version }).mount(logisticsRoutes, {
    ...shipmentHandlers(dependencies),
    ...depotHandlers(dependencies),
  });

/** What daprd delivers, on the port only it can reach. */
export const createSubscriptions = (dependencies: Pick<Dependencies, "shipments">, enabled: boolean): Hono =>
  subscriptions([onGuestJoined(dependencies), onUserErased(dependencies)], {
    enabled,
    onOutcome: ({ topic, id, result, error }) => {
      countEvent(topic, result);
      if (result !== "success")
        log.warn({ err: error, topic, event: id, result }, "an event was not handled");
    },
  });
