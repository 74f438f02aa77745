import { inventoryRoutes, newId, productRoutes } from "@caravan/contracts";
import { connectSidecar, createClient } from "@caravan/dapr";
import { DatabaseSecret, openDatabase, startOutboxRelay, startPurge } from "@caravan/database";
import { callContext, loadConfig, runService } from "@caravan/service-kit";
import * as v from "valibot";
import { createApp } from "./app.ts";
import { openInventory } from "./clients/inventory.ts";
import { openPrices } from "./clients/prices.ts";
import { Config, CookieSecret } from "./config.ts";
import { openOrders } from "./database/orders.ts";
import * as schema from "./database/schema.ts";
import { showLag } from "./telemetry.ts";

const config = loadConfig(Config);

await runService(config, async ({ log }) => {
  const sidecar = connectSidecar({
    httpPort: config.DAPR_HTTP_PORT,
    context: callContext,
    defaultTimeoutSeconds: 5,
  });
  const secret = v.parse(DatabaseSecret, await sidecar.secret("order-database"));
  const { key: shopperKey } = v.parse(CookieSecret, await sidecar.secret("guest-cookie"));
  const database = await openDatabase({ ...secret, schema });
  const routes = createApp({
    app: config.APP_ID,
    version: config.APP_VERSION,
    shopperKey,
    orders: openOrders({ database, traceparent: () => callContext()?.headers.traceparent }),
    prices: openPrices(createClient(sidecar, "product", productRoutes)),
    inventory: openInventory(createClient(sidecar, "inventory", inventoryRoutes), log),
    now: () => new Date(),
    newOrderId: () => newId("ord"),
  });
  const { publish } = sidecar;
  return {
    routes,
    ready: { database: database.ping },
    background: [
      startOutboxRelay({ database, source: "/caravan/order", publish, onLag: showLag, log }),
      startPurge({ database, tables: [schema.idempotency], log }),
    ],
    close: [database, sidecar],
  };
});
