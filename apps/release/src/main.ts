import { connectSidecar } from "@caravan/dapr";
import { DatabaseSecret, openDatabase, startPurge } from "@caravan/database";
import { openMetrics, openReceivers } from "@caravan/release-runner";
import { openService } from "@caravan/service-kit";
import { createApp } from "./app.ts";
import { openShop } from "./clients/shop.ts";
import { Config } from "./config.ts";
import { openLease } from "./database/lease.ts";
import { openReleases } from "./database/releases.ts";
import * as schema from "./database/schema.ts";
import { createBell } from "./engine/bell.ts";
import { startEngine } from "./engine/start-engine.ts";
import { countNotice, observeReleases } from "./telemetry.ts";

await openService(Config, async ({ config, app, version, log, now, ...service }) => {
  service.sidecar(connectSidecar);
  const database = await service.database(openDatabase, DatabaseSecret, schema);
  const bell = createBell();
  const releases = openReleases({ database, now, onChange: bell.ring });
  const drain = new AbortController();
  const lease = openLease(database, `${config.HOSTNAME} ${now().toISOString()}`, 15);
  const stores = { releases, lease, receivers: openReceivers(config.ALERTS_URL), bell, ...openShop(config) };
  const addresses = { traces: config.TRACES_URL, dashboard: config.DASHBOARD_URL };
  const dependencies = { app, version, now, ...stores, draining: drain.signal, addresses };
  const engine = { ...dependencies, query: openMetrics(config.METRICS_URL), countNotice, log };
  return {
    routes: createApp(dependencies),
    background: [
      // A canary of this service takes requests, and runs no release.
      ...(service.events.enabled ? [startEngine(engine), observeReleases(releases, now, log)] : []),
      startPurge({ database, tables: [schema.idempotency], log }),
    ],
    onDrain: () => drain.abort(),
  };
});
