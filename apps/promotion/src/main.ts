import { orderPromotionRoutes, productRoutes, userLookupRoutes } from "@caravan/contracts";
import { connectSidecar, createClient } from "@caravan/dapr";
import { DatabaseSecret, openDatabase, startPurge } from "@caravan/database";
import { openPrices } from "@caravan/prices";
import { openService } from "@caravan/service-kit";
import { createApp, createSubscriptions } from "./app.ts";
import { startWorkers } from "./background.ts";
import { openAccounts } from "./clients/accounts.ts";
import { openGoods } from "./clients/goods.ts";
import { openOrders } from "./clients/orders.ts";
import { Config } from "./config.ts";
import { openStores } from "./database/open-stores.ts";
import * as schema from "./database/schema.ts";
import { counts } from "./telemetry.ts";

await openService(Config, async ({ app, version, log, now, ...service }) => {
  const sidecar = service.sidecar(connectSidecar);
  const database = await service.database(openDatabase, DatabaseSecret, schema);
  const product = createClient(sidecar, "product", productRoutes);
  const prices = openPrices(product);
  const dependencies = {
    ...{ app, version, now, log, random: Math.random, ...counts(), ...openStores(database, now) },
    ...{ prices, goods: openGoods(product, prices) },
    accounts: openAccounts(createClient(sidecar, "user", userLookupRoutes)),
    orders: openOrders(createClient(sidecar, "order", orderPromotionRoutes)),
  };
  return {
    routes: createApp(dependencies),
    subscriptions: createSubscriptions(dependencies, service.events),
    background: [
      ...startWorkers(dependencies, log),
      startPurge({ database, tables: [schema.inbox, schema.idempotency], log }),
    ],
  };
});
