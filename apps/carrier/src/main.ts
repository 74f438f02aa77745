import { CarrierBehaviour, newId } from "@caravan/contracts";
import { DatabaseSecret, hashRequest, openDatabase } from "@caravan/database";
import { openCallbackSender, openRequestFaults, openSetting } from "@caravan/partner";
import { createRouter, every, openService, signBody } from "@caravan/service-kit";
import { createApi } from "./app.ts";
import { CarrierSecret, Config } from "./config.ts";
import { openParcels } from "./database/parcels.ts";
import * as schema from "./database/schema.ts";
import { countCallback, countEvent, showOldestCallback } from "./telemetry.ts";
import { newTrackingCode } from "./tracking-code.ts";
import { travel } from "./use-cases/travel.ts";

await openService(Config, async ({ config, app, version, log, now, ...service }) => {
  const { apiKey, callbackSecret } = await service.secret("carrier", CarrierSecret);
  const database = await service.database(openDatabase, DatabaseSecret, schema);
  const initial = { ...config.BEHAVIOUR, stationSeconds: config.STATION_SECONDS };
  const behaviour = openSetting({ database, name: "behaviour", schema: CarrierBehaviour, initial, now });
  const sign = (body: string, at: Date) => signBody(callbackSecret, body, at);
  const sending = { database, header: "carrier-signature", sign, now, log, count: countCallback };
  const sender = openCallbackSender(sending);
  const dependencies = {
    ...{ app, version, apiKey, behaviour, now, newId, newTrackingCode },
    parcels: openParcels({ database, send: sender.send }),
    faults: openRequestFaults({ misbehaviour: behaviour.get }),
    digest: hashRequest,
    count: countEvent,
  };
  const measure = async () => showOldestCallback(await sender.oldestSeconds());
  return {
    routes: createRouter({ app, version }),
    tls: { port: config.TLS_PORT, routes: createApi(dependencies) },
    background: [
      every(0.5, "move parcels", () => travel(dependencies), log),
      every(0.5, "send callbacks", sender.sendDue, log),
      every(5, "measure callbacks", measure, log),
      sender,
    ],
  };
});
