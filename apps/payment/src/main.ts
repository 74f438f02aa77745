import { newId } from "@caravan/contracts";
import { connectSidecar } from "@caravan/dapr";
import { DatabaseSecret, openDatabase, startOutboxRelay, startPurge } from "@caravan/database";
import {
  callContext,
  loadConfig,
  parseSecret,
  runService,
  showLocks,
  showOutboxLag,
} from "@caravan/service-kit";
import { createApp } from "./app.ts";
import { startWorkers } from "./background.ts";
import { openProvider } from "./clients/provider.ts";
import { Config } from "./config.ts";
import { openStores } from "./database/open-stores.ts";
import * as schema from "./database/schema.ts";
import type { Dependencies } from "./dependencies.ts";
import { countChange, observing } from "./telemetry.ts";

const config = loadConfig(Config);

await runService(config, async ({ log }) => {
  const sidecar = connectSidecar({
    httpPort: config.DAPR_HTTP_PORT,
    context: callContext,
    defaultTimeoutSeconds: 5,
  });
  const secret = parseSecret("payment-database", DatabaseSecret, await sidecar.secret("payment-database"));
  const database = await openDatabase({ ...secret, schema, context: sidecar.context });
  showLocks(database.locks);
  const now = () => new Date();
  const traceparent = () => callContext()?.headers.traceparent;
  const dependencies: Dependencies = {
    app: config.APP_ID,
    version: config.APP_VERSION,
    ...openStores({ database, now, traceparent, onChange: countChange }),
    provider: await openProvider(sidecar, config),
    pollAfterSeconds: config.POLL_AFTER_SECONDS,
    now,
    newPaymentId: () => newId("pay"),
    newRefundId: () => newId("rfd"),
    observer: observing(log),
  };
  const { publish } = sidecar;
  return {
    routes: createApp(dependencies),
    ready: { database: database.ping },
    background: [
      ...startWorkers(dependencies, config, log),
      startOutboxRelay({ database, source: "/caravan/payment", publish, onLag: showOutboxLag, log }),
      startPurge({ database, tables: [schema.inbox], log }),
    ],
    close: [database, sidecar],
  };
});
