import { newId } from "@caravan/contracts";
import { connectSidecar } from "@caravan/dapr";
import { DatabaseSecret, openDatabase, startOutboxRelay } from "@caravan/database";
import {
  callContext,
  every,
  loadConfig,
  parseSecret,
  runService,
  showLocks,
  showOutboxLag,
} from "@caravan/service-kit";
import { createApp } from "./app.ts";
import { connectRecords } from "./clients/records.ts";
import { Config } from "./config.ts";
import { countRows } from "./database/count-rows.ts";
import { deleteExpired } from "./database/delete-expired.ts";
import { openStores } from "./database/open-stores.ts";
import * as schema from "./database/schema.ts";
import { openPasswords } from "./passwords/open-passwords.ts";
import { countRefusedAttempt, showTableRows, showWaitingPasswords } from "./telemetry.ts";
import { openTokens } from "./tokens/open-tokens.ts";
import { openSigningKeys } from "./tokens/signing-keys.ts";

const config = loadConfig(Config);

await runService(config, async ({ log }) => {
  const now = () => new Date();
  const sidecar = connectSidecar({
    httpPort: config.DAPR_HTTP_PORT,
    context: callContext,
    defaultTimeoutSeconds: 5,
  });
  const secret = parseSecret("user-database", DatabaseSecret, await sidecar.secret("user-database"));
  const keys = await openSigningKeys(() => sidecar.secret("user-signing-keys"), now);
  const database = await openDatabase({ ...secret, schema, context: sidecar.context });
  showLocks(database.locks);
  const routes = createApp({
    app: config.APP_ID,
    version: config.APP_VERSION,
    ...openStores({ database, traceparent: () => callContext()?.headers.traceparent }),
    passwords: openPasswords({ onWaiting: showWaitingPasswords }),
    tokens: openTokens({ keys, now, accessSeconds: config.ACCESS_SECONDS }),
    records: connectRecords(sidecar),
    publicKeys: keys.publicKeys,
    now,
    newId,
    accessSeconds: config.ACCESS_SECONDS,
    refreshDays: config.REFRESH_DAYS,
    limits: { guestsPerHour: config.GUESTS_PER_HOUR, signInsPerMinute: config.SIGN_INS_PER_MINUTE },
    onRefusedAttempt: countRefusedAttempt,
  });
  const { publish } = sidecar;
  return {
    routes,
    ready: { database: database.ping },
    background: [
      startOutboxRelay({ database, source: "/caravan/user", publish, onLag: showOutboxLag, log }),
      every(30, "read signing keys", keys.reload, log),
      every(600, "delete expired sessions", () => deleteExpired(database, now()), log),
      every(60, "count rows", async () => showTableRows(await countRows(database)), log),
    ],
    close: [database, sidecar],
  };
});
