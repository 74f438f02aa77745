import { connectSidecar } from "@caravan/dapr";
import { DatabaseSecret, openDatabase, startOutboxRelay, startPurge } from "@caravan/database";
import { openService } from "@caravan/service-kit";
import { createApp, createSubscriptions } from "./app.ts";
import { sagaBackground } from "./background.ts";
import { connectCallees } from "./clients/callees.ts";
import { onOwnTime } from "./clients/own-time.ts";
import { Config, limitsOf } from "./config.ts";
import { openOrders } from "./database/orders.ts";
import * as schema from "./database/schema.ts";
import * as telemetry from "./telemetry.ts";
import { newOrderId } from "./use-cases/new-order-id.ts";
import { createRunner } from "./use-cases/saga-runner.ts";

await openService(Config, async ({ config, app, version, log, now, traceparent, ...service }) => {
  const sidecar = service.sidecar(connectSidecar);
  const database = await service.database(openDatabase, DatabaseSecret, schema);
  const parts = {
    ...{ app, version, now, limits: limitsOf(config) },
    ...telemetry,
    ...{ random: Math.random, newOrderId },
    orders: openOrders({ database, traceparent, onMove: telemetry.countMoved }),
    ...connectCallees(sidecar),
  };
  const pace = { most: config.SAGA_CONCURRENCY, leaseSeconds: config.LEASE_SECONDS, stepSeconds: 10 };
  const runner = createRunner(parts, { ...pace, detached: onOwnTime, log });
  const dependencies = { ...parts, runner };
  return {
    routes: createApp(dependencies),
    subscriptions: createSubscriptions(dependencies, service.events),
    background: [
      ...sagaBackground(dependencies, config, log),
      startOutboxRelay({ ...service.outbox, database, publish: sidecar.publish }),
      startPurge({ database, tables: [schema.inbox, schema.idempotency], log }),
    ],
  };
});
