import { setTimeout as delay } from "node:timers/promises";
import { connectSidecar } from "@caravan/dapr";
import { callContext, loadConfig, runService } from "@caravan/service-kit";
import { createApp } from "./app.ts";
import { createInventoryClient } from "./clients/inventory.ts";
import { createLogisticsClient } from "./clients/logistics.ts";
import { createOrderClient } from "./clients/order.ts";
import { createProductClient } from "./clients/product.ts";
import { createUserClient } from "./clients/user.ts";
import { Config } from "./config.ts";

const config = loadConfig(Config);

await runService(config, async () => {
  const sidecar = connectSidecar({
    httpPort: config.DAPR_HTTP_PORT,
    context: callContext,
    // Within the ingress's 5 s, so that a page tells of the delay and not the mesh.
    defaultTimeoutSeconds: 4,
  });
  await sidecar.ready();
  const routes = createApp({
    app: config.APP_ID,
    version: config.APP_VERSION,
    product: createProductClient(sidecar),
    inventory: createInventoryClient(sidecar),
    orders: createOrderClient(sidecar),
    users: createUserClient(sidecar),
    logistics: createLogisticsClient(sidecar),
    state: sidecar.state,
    paymentPageOrigin: config.PAYMENT_PAGE_ORIGIN,
    catalogueFreshSeconds: config.CATALOGUE_FRESH_SECONDS,
    stockFreshSeconds: config.STOCK_FRESH_SECONDS,
    pause: (seconds) => delay(seconds * 1000),
  });
  return { routes, ready: { sidecar: () => sidecar.ready(AbortSignal.timeout(1000)) }, close: [sidecar] };
});
