import { CarrierBehaviour, newId } from "@caravan/contracts";
import { DatabaseSecret, hashRequest, openDatabase } from "@caravan/database";
import {
  createRouter,
  every,
  loadConfig,
  readMountedSecret,
  runService,
  showLocks,
  signBody,
} from "@caravan/service-kit";
import { openCallbackSender, openRequestFaults, openSetting } from "@caravan/stranger";
import { createApi } from "./app.ts";
import { CarrierSecret, Config, TlsSecret } from "./config.ts";
import { openParcels } from "./database/parcels.ts";
import * as schema from "./database/schema.ts";
import { countCallback, countEvent } from "./telemetry.ts";
import { newTrackingCode } from "./tracking-code.ts";
import { travel } from "./use-cases/travel.ts";

const config = loadConfig(Config);
const { APP_ID: app, APP_VERSION: version, STATION_SECONDS: stationSeconds } = config;
const now = () => new Date();

await runService(config, async ({ log }) => {
  const secret = await readMountedSecret("carrier-database", DatabaseSecret);
  const { apiKey, callbackSecret } = await readMountedSecret("carrier", CarrierSecret);
  const tls = await readMountedSecret("carrier-tls", TlsSecret);
  const database = await openDatabase({ ...secret, schema });
  showLocks(database.locks);
  const initial = { ...config.BEHAVIOUR, stationSeconds };
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
  const api = createApi(dependencies);
  return {
    routes: createRouter({ app, version }),
    tls: { port: config.TLS_PORT, cert: tls["tls.crt"], key: tls["tls.key"], routes: api },
    ready: { database: database.ping },
    background: [
      every(0.5, "let parcels travel", () => travel(dependencies), log),
      every(0.5, "send callbacks", sender.sendDue, log),
      sender,
    ],
    close: [database],
  };
});
