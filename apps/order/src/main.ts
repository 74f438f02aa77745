import { inventoryRoutes, logisticsRoutes, newId, paymentRoutes, productRoutes } from "@caravan/contracts";
import { connectSidecar, createClient } from "@caravan/dapr";
import { DatabaseSecret, openDatabase, startOutboxRelay, startPurge } from "@caravan/database";
import {
  callContext,
  loadConfig,
  parseSecret,
  runService,
  showLocks,
  showOutboxLag,
} from "@caravan/service-kit";
import { createApp, createSubscriptions } from "./app.ts";
import { sagaBackground } from "./background.ts";
import { openInventory } from "./clients/inventory.ts";
import { openLogistics } from "./clients/logistics.ts";
import { onOwnTime } from "./clients/own-time.ts";
import { openPayments } from "./clients/payments.ts";
import { openPrices } from "./clients/prices.ts";
import { Config, limitsOf } from "./config.ts";
import { openOrders } from "./database/orders.ts";
import * as schema from "./database/schema.ts";
import { counts } from "./telemetry.ts";
import { createRunner } from "./use-cases/saga-runner.ts";

const config = loadConfig(Config);

await runService(config, async ({ log }) => {
  const port = { httpPort: config.DAPR_HTTP_PORT };
  const sidecar = connectSidecar({ ...port, context: callContext, defaultTimeoutSeconds: 5 });
  const secret = parseSecret("order-database", DatabaseSecret, await sidecar.secret("order-database"));
  const database = await openDatabase({ ...secret, schema, context: sidecar.context });
  showLocks(database.locks);
  const parts = {
    ...{ app: config.APP_ID, version: config.APP_VERSION, limits: limitsOf(config), counts },
    ...{ now: () => new Date(), random: Math.random, newOrderId: () => newId("ord") },
    orders: openOrders({ database, traceparent: () => callContext()?.headers.traceparent }),
    prices: openPrices(createClient(sidecar, "product", productRoutes)),
    inventory: openInventory(createClient(sidecar, "inventory", inventoryRoutes)),
    payments: openPayments(createClient(sidecar, "payment", paymentRoutes)),
    logistics: openLogistics(createClient(sidecar, "logistics", logisticsRoutes)),
  };
  const pace = { most: config.SAGA_CONCURRENCY, leaseSeconds: config.LEASE_SECONDS, stepSeconds: 10 };
  const runner = createRunner(parts, { ...pace, detached: onOwnTime, log });
  const dependencies = { ...parts, runner };
  const { publish } = sidecar;
  return {
    routes: createApp(dependencies),
    subscriptions: createSubscriptions(dependencies, config.EVENTS === "on"),
    ready: { database: database.ping },
    background: [
      ...sagaBackground(dependencies, config, log),
      startOutboxRelay({ database, source: "/caravan/order", publish, onLag: showOutboxLag, log }),
      startPurge({ database, tables: [schema.inbox, schema.idempotency], log }),
    ],
    close: [database, sidecar],
  };
});
