import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { inventoryAllotmentRoutes, orderSaleRoutes } from "@caravan/contracts";
import { connectSidecar, createClient } from "@caravan/dapr";
import { DatabaseSecret, openDatabase, startPurge } from "@caravan/database";
import { proofOfWork } from "@caravan/flash-admission";
import { openService } from "@caravan/service-kit";
import { connectRedis, RedisSecret } from "./admission/connect-redis.ts";
import { createApp, createSubscriptions } from "./app.ts";
import { startWorkers } from "./background.ts";
import { openInventory } from "./clients/inventory.ts";
import { openOrders } from "./clients/orders.ts";
import { Config } from "./config.ts";
import * as schema from "./database/schema.ts";
import { openParts } from "./open-parts.ts";
import { counts, told } from "./telemetry.ts";

await openService(Config, async ({ config, app, version, log, now, ...service }) => {
  const sidecar = service.sidecar(connectSidecar);
  const database = await service.database(openDatabase, DatabaseSecret, schema);
  const redis = connectRedis(await service.secret("flash-redis", RedisSecret), log);
  const parts = openParts({ database, redis, now, log, ...told(), mostStreams: config.WATCH_STREAMS });
  const dependencies = {
    ...{ app, version, now, log, random: Math.random, ...counts(), ...parts },
    newSecret: () => randomBytes(32).toString("base64url"),
    orders: openOrders(createClient(sidecar, "order", orderSaleRoutes)),
    inventory: openInventory(createClient(sidecar, "inventory", inventoryAllotmentRoutes)),
    fairness: { lateSeconds: config.LATE_SECONDS, challenge: proofOfWork },
  };
  return {
    routes: createApp(dependencies),
    subscriptions: createSubscriptions(dependencies, service.events),
    background: [
      ...startWorkers(dependencies, hostname(), log),
      startPurge({ database, tables: [schema.inbox, schema.idempotency], log }),
      { stop: async () => redis.disconnect() },
    ],
    onDrain: parts.watching.drain,
  };
});
