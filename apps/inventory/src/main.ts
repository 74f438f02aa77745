import { newId } from "@caravan/contracts";
import { connectSidecar } from "@caravan/dapr";
import { DatabaseSecret, openDatabase, startPurge } from "@caravan/database";
import { callContext, every, loadConfig, parseSecret, runService, showLocks } from "@caravan/service-kit";
import { createApp } from "./app.ts";
import { Config } from "./config.ts";
import { openReservations } from "./database/reservations.ts";
import * as schema from "./database/schema.ts";
import { openStock } from "./database/stock.ts";
import type { Dependencies } from "./dependencies.ts";
import { countReservations, showUnexpired } from "./telemetry.ts";
import { type Aside, expireReservations } from "./use-cases/expire-reservations.ts";

const config = loadConfig(Config);

await runService(config, async ({ log }) => {
  const sidecar = connectSidecar({
    httpPort: config.DAPR_HTTP_PORT,
    context: callContext,
    defaultTimeoutSeconds: 5,
  });
  const secret = parseSecret(
    "inventory-database",
    DatabaseSecret,
    await sidecar.secret("inventory-database"),
  );
  const database = await openDatabase({ ...secret, schema, context: sidecar.context });
  showLocks(database.locks);
  const dependencies: Dependencies = {
    app: config.APP_ID,
    version: config.APP_VERSION,
    reservations: openReservations(database),
    stock: openStock(database),
    now: () => new Date(),
    newReservationId: () => newId("rsv"),
    holdMinutes: config.HOLD_MINUTES,
    count: countReservations,
    showUnexpired,
    log,
  };
  const aside: Aside = new Map();
  const expire = () => expireReservations(dependencies, aside);
  return {
    routes: createApp(dependencies),
    ready: { database: database.ping },
    background: [
      every(config.EXPIRY_PAUSE_SECONDS, "expire reservations", expire, log),
      startPurge({ database, tables: [schema.idempotency], log }),
    ],
    close: [database, sidecar],
  };
});
