import { connectSidecar } from "@caravan/dapr";
import { DatabaseSecret, openDatabase, startOutboxRelay, startPurge } from "@caravan/database";
import { openService } from "@caravan/service-kit";
import { createApp, createSubscriptions } from "./app.ts";
import { Config } from "./config.ts";
import { openNotes } from "./database/notes.ts";
import * as schema from "./database/schema.ts";
import { countNote } from "./telemetry.ts";

await openService(Config, async ({ app, version, log, now, traceparent, ...service }) => {
  const sidecar = service.sidecar(connectSidecar);
  const database = await service.database(openDatabase, DatabaseSecret, schema);
  const notes = openNotes({ database, traceparent, onChange: countNote });
  const dependencies = { app, version, now, notes };
  return {
    routes: createApp(dependencies),
    subscriptions: createSubscriptions(dependencies, service.events),
    background: [
      startOutboxRelay({ ...service.outbox, database, publish: sidecar.publish }),
      startPurge({ database, tables: [schema.idempotency, schema.inbox], log }),
    ],
  };
});
