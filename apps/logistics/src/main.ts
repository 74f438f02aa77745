import { carrierRoutes, newId } from "@caravan/contracts";
import { connectSidecar, createClient } from "@caravan/dapr";
import {
  backoffSeconds,
  DatabaseSecret,
  openDatabase,
  startOutboxRelay,
  startPurge,
} from "@caravan/database";
import {
  callContext,
  every,
  loadConfig,
  parseSecret,
  runService,
  showLocks,
  showOutboxLag,
} from "@caravan/service-kit";
import { createApp, createSubscriptions } from "./app.ts";
import { openCarrier } from "./clients/carrier.ts";
import { CarrierSecret, Config } from "./config.ts";
import * as schema from "./database/schema.ts";
import { openShipments } from "./database/shipments.ts";
import type { Dependencies, OnChange } from "./dependencies.ts";
import { openLabelFonts } from "./labels/fonts.ts";
import { countCallback, countShipment, trackingStreams } from "./telemetry.ts";
import { openTracking } from "./tracking/open-tracking.ts";
import { dispatchDue } from "./use-cases/dispatch-due.ts";
import { pollDue } from "./use-cases/poll-due.ts";

const config = loadConfig(Config);

await runService(config, async ({ log }) => {
  const { DAPR_HTTP_PORT: httpPort, CALLBACK_ORIGIN: origin } = config;
  const sidecar = connectSidecar({ httpPort, context: callContext, defaultTimeoutSeconds: 5 });
  const secret = parseSecret(
    "logistics-database",
    DatabaseSecret,
    await sidecar.secret("logistics-database"),
  );
  const { apiKey, callbackSecret } = parseSecret(
    "carrier-sender",
    CarrierSecret,
    await sidecar.secret("carrier-sender"),
  );
  const database = await openDatabase({ ...secret, schema, context: sidecar.context });
  showLocks(database.locks);
  const tracking = openTracking({
    shipments: () => shipments,
    mostFollowers: config.TRACKING_STREAMS,
    onCount: (count) => trackingStreams.set(count),
    onFault: (error) => log.warn({ err: error }, "followers of a shipment are told later"),
  });
  const onChange: OnChange = (before, shipment) => {
    countShipment(before, shipment);
    tracking.wake(shipment.id);
  };
  const traceparent = () => callContext()?.headers.traceparent;
  const shipments = openShipments({ database, traceparent, onChange });
  const dependencies: Dependencies = {
    app: config.APP_ID,
    version: config.APP_VERSION,
    shipments,
    carrier: openCarrier(
      createClient(sidecar, "carrier", carrierRoutes, { apiKey }),
      `${origin}/v1/callbacks/carrier`,
    ),
    tracking,
    labelFonts: openLabelFonts(config.FONTS_DIR),
    callbackSecret,
    timing: {
      dispatchAfterSeconds: config.DISPATCH_AFTER_SECONDS,
      pollAfterSeconds: config.POLL_AFTER_SECONDS,
    },
    pauseSeconds: (failures) => backoffSeconds(failures, 2, 300),
    now: () => new Date(),
    newShipmentId: () => newId("shp"),
    countCallback,
    log,
  };
  // Streams never end by themselves: without this a drain would wait for them until it is cut off.
  process.once("SIGTERM", tracking.drain);
  const { publish } = sidecar;
  return {
    routes: createApp(dependencies),
    subscriptions: createSubscriptions(dependencies, config.EVENTS === "on"),
    ready: { database: database.ping },
    background: [
      every(0.25, "dispatch shipments", () => dispatchDue(dependencies), log),
      every(1, "poll the carrier", () => pollDue(dependencies), log),
      every(1, "look for news", tracking.look, log),
      every(15, "keep streams alive", async () => tracking.beat(), log),
      startOutboxRelay({ database, source: "/caravan/logistics", publish, onLag: showOutboxLag, log }),
      startPurge({ database, tables: [schema.inbox], log }),
    ],
    close: [database, sidecar],
  };
});
