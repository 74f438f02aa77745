import { newId } from "@caravan/contracts";
import { connectSidecar } from "@caravan/dapr";
import { DatabaseSecret, openDatabase, startOutboxRelay, startPurge } from "@caravan/database";
import { openService } from "@caravan/service-kit";
import { createApp } from "./app.ts";
import { startWorkers } from "./background.ts";
import { openProvider } from "./clients/provider.ts";
import { Config } from "./config.ts";
import { openStores } from "./database/open-stores.ts";
import * as schema from "./database/schema.ts";
import type { Dependencies } from "./dependencies.ts";
import { countChange, observing } from "./telemetry.ts";

await openService(Config, async ({ config, app, version, log, now, traceparent, ...service }) => {
  const sidecar = service.sidecar(connectSidecar);
  const database = await service.database(openDatabase, DatabaseSecret, schema);
  const dependencies: Dependencies = {
    ...{ app, version, now },
    ...openStores({ database, now, traceparent, onChange: countChange }),
    provider: await openProvider(sidecar, service.secret, config),
    pollAfterSeconds: config.POLL_AFTER_SECONDS,
    newPaymentId: () => newId("pay"),
    newRefundId: () => newId("rfd"),
    observer: observing(log),
  };
  return {
    routes: createApp(dependencies),
    background: [
      ...startWorkers(dependencies, config, log),
      startOutboxRelay({ ...service.outbox, database, publish: sidecar.publish }),
      startPurge({ database, tables: [schema.inbox], log }),
    ],
  };
});
