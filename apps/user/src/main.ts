import { newId } from "@caravan/contracts";
import { connectSidecar } from "@caravan/dapr";
import { DatabaseSecret, openDatabase, startOutboxRelay } from "@caravan/database";
import { openService } from "@caravan/service-kit";
import { createApp } from "./app.ts";
import { userBackground } from "./background.ts";
import { connectRecords } from "./clients/records.ts";
import { Config, limitsOf } from "./config.ts";
import { openStores } from "./database/open-stores.ts";
import * as schema from "./database/schema.ts";
import { openPasswords } from "./passwords/open-passwords.ts";
import { countRefusedAttempt, countReuse, countSignIn, showWaitingPasswords } from "./telemetry.ts";
import { openTokens } from "./tokens/open-tokens.ts";
import { openSigningKeys } from "./tokens/signing-keys.ts";

await openService(Config, async ({ config, app, version, log, now, traceparent, ...service }) => {
  const sidecar = service.sidecar(connectSidecar);
  const keys = await openSigningKeys(() => sidecar.secret("user-signing-keys"), now);
  const database = await service.database(openDatabase, DatabaseSecret, schema);
  const { ACCESS_SECONDS: accessSeconds, REFRESH_DAYS: refreshDays } = config;
  const routes = createApp({
    ...{ app, version, now, newId, accessSeconds, refreshDays, limits: limitsOf(config) },
    ...openStores({ database, traceparent }),
    passwords: openPasswords({ onWaiting: showWaitingPasswords }),
    tokens: openTokens({ keys, now, accessSeconds }),
    records: connectRecords(sidecar),
    publicKeys: keys.publicKeys,
    ...{ countRefusedAttempt, countReuse, countSignIn },
  });
  return {
    routes,
    background: [
      ...userBackground(database, keys, now, log),
      startOutboxRelay({ ...service.outbox, database, publish: sidecar.publish }),
    ],
  };
});
