import { newId } from "@caravan/contracts";
import { connectSidecar } from "@caravan/dapr";
import { DatabaseSecret, openDatabase, startOutboxRelay, startPurge } from "@caravan/database";
import { openService } from "@caravan/service-kit";
import { createApp, createSubscriptions } from "./app.ts";
import { shipmentBackground } from "./background.ts";
import { carrierPause, connectCarrier } from "./clients/carrier.ts";
import { CarrierSecret, Config, timingOf } from "./config.ts";
import * as schema from "./database/schema.ts";
import { openShipments } from "./database/shipments.ts";
import { openLabelFonts } from "./labels/fonts.ts";
import { countCallback, countShipment, showFollowers } from "./telemetry.ts";
import { openFollowed } from "./tracking/open-followed.ts";

await openService(Config, async ({ config, app, version, log, now, traceparent, ...service }) => {
  const sidecar = service.sidecar(connectSidecar);
  const { apiKey, callbackSecret } = await service.secret("carrier-sender", CarrierSecret);
  const database = await service.database(openDatabase, DatabaseSecret, schema);
  const { shipments, tracking } = openFollowed(
    (onChange) => openShipments({ database, traceparent, onChange }),
    { mostFollowers: config.TRACKING_STREAMS, onChange: countShipment, onCount: showFollowers, log },
  );
  const dependencies = {
    ...{ app, version, shipments, tracking, callbackSecret, now, countCallback, log },
    carrier: connectCarrier(sidecar, apiKey, config.CALLBACK_ORIGIN),
    labelFonts: openLabelFonts(config.FONTS_DIR),
    ...{ timing: timingOf(config), newShipmentId: () => newId("shp"), pauseSeconds: carrierPause },
  };
  return {
    routes: createApp(dependencies),
    subscriptions: createSubscriptions(dependencies, service.events),
    background: [
      ...shipmentBackground(dependencies, tracking, log),
      startOutboxRelay({ ...service.outbox, database, publish: sidecar.publish }),
      startPurge({ database, tables: [schema.inbox], log }),
    ],
    onDrain: tracking.drain,
  };
});
