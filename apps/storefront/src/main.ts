import { setTimeout as sleep } from "node:timers/promises";
import { connectSidecar } from "@caravan/dapr";
import { openService } from "@caravan/service-kit";
import { createApp } from "./app.ts";
import { createFlashClient } from "./clients/flash.ts";
import { createInventoryClient } from "./clients/inventory.ts";
import { createLogisticsClient } from "./clients/logistics.ts";
import { createOrderClient } from "./clients/order.ts";
import { createProductClient } from "./clients/product.ts";
import { createPromotionClient } from "./clients/promotion.ts";
import { createUserClient } from "./clients/user.ts";
import { Config } from "./config.ts";
import { countRead, countStockUnknown, showKeptPages } from "./telemetry.ts";

/** Within the ingress's 5 s, so that a page reports the delay and not the mesh. */
const callSeconds = 4;

await openService(Config, async ({ config, app, version, ...service }) => {
  const sidecar = service.sidecar(connectSidecar, callSeconds);
  await sidecar.ready();
  const routes = createApp({
    ...{ app, version, countRead, countStockUnknown, showKeptPages },
    product: createProductClient(sidecar),
    inventory: createInventoryClient(sidecar),
    flash: createFlashClient(sidecar),
    promotion: createPromotionClient(sidecar),
    orders: createOrderClient(sidecar),
    users: createUserClient(sidecar),
    logistics: createLogisticsClient(sidecar),
    state: sidecar.state,
    paymentPageOrigin: config.PAYMENT_PAGE_ORIGIN,
    catalogueFreshSeconds: config.CATALOGUE_FRESH_SECONDS,
    stockFreshSeconds: config.STOCK_FRESH_SECONDS,
    pause: (seconds) => sleep(seconds * 1000),
  });
  return { routes, ready: { sidecar: () => sidecar.ready(AbortSignal.timeout(1000)) } };
});
