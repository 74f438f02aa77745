import { newId } from "@caravan/contracts";
import { connectSidecar } from "@caravan/dapr";
import { DatabaseSecret, openDatabase, startPurge } from "@caravan/database";
import { every, openService } from "@caravan/service-kit";
import { createApp } from "./app.ts";
import { Config } from "./config.ts";
import * as schema from "./database/schema.ts";
import { readStockFigures } from "./database/stock-figures.ts";
import { openStores } from "./database/stores.ts";
import type { Dependencies } from "./dependencies.ts";
import { countReservations, showStock, showUnexpired } from "./telemetry.ts";
import { type Aside, expireReservations } from "./use-cases/expire-reservations.ts";

/** The maximum age of the metrics about stock. */
const figuresPauseSeconds = 30;

await openService(Config, async ({ config, app, version, log, now, ...service }) => {
  service.sidecar(connectSidecar);
  const database = await service.database(openDatabase, DatabaseSecret, schema);
  const dependencies: Dependencies = {
    ...{ app, version, now, log, showUnexpired },
    ...openStores(database),
    newReservationId: () => newId("rsv"),
    newAllotmentId: () => newId("alm"),
    holdMinutes: config.HOLD_MINUTES,
    count: countReservations,
  };
  const aside: Aside = new Map();
  const expire = () => expireReservations(dependencies, aside);
  return {
    routes: createApp(dependencies),
    background: [
      every(config.EXPIRY_PAUSE_SECONDS, "expire reservations", expire, log),
      every(figuresPauseSeconds, "show stock", async () => showStock(await readStockFigures(database)), log),
      startPurge({ database, tables: [schema.idempotency], log }),
    ],
  };
});
