import { newId } from "@caravan/contracts";
import { connectSidecar } from "@caravan/dapr";
import { DatabaseSecret, openDatabase, startOutboxRelay, startPurge } from "@caravan/database";
import { callContext, every, loadConfig, runService } from "@caravan/service-kit";
import * as v from "valibot";
import { createApp } from "./app.ts";
import { openProvider } from "./clients/provider.ts";
import { Config } from "./config.ts";
import { openBooks } from "./database/books.ts";
import { openPayments } from "./database/payments.ts";
import { openReconciliations } from "./database/reconciliations.ts";
import * as schema from "./database/schema.ts";
import type { Dependencies } from "./dependencies.ts";
import { countChange, observing, showLag } from "./telemetry.ts";
import { advancePayments } from "./use-cases/advance-payments.ts";
import { reconcileRecentDays } from "./use-cases/reconcile-day.ts";

const config = loadConfig(Config);

await runService(config, async ({ log }) => {
  const sidecar = connectSidecar({
    httpPort: config.DAPR_HTTP_PORT,
    context: callContext,
    defaultTimeoutSeconds: 5,
  });
  const database = await openDatabase({
    ...v.parse(DatabaseSecret, await sidecar.secret("payment-database")),
    schema,
  });
  const now = () => new Date();
  const traceparent = () => callContext()?.headers.traceparent;
  const dependencies: Dependencies = {
    app: config.APP_ID,
    version: config.APP_VERSION,
    payments: openPayments({ database, now, traceparent, onChange: countChange }),
    books: openBooks(database),
    reconciliations: openReconciliations(database),
    provider: await openProvider(sidecar, config),
    pollAfterSeconds: config.POLL_AFTER_SECONDS,
    now,
    newPaymentId: () => newId("pay"),
    newRefundId: () => newId("rfd"),
    observer: observing(log),
  };
  const { POLL_PAUSE_SECONDS, RECONCILE_PAUSE_SECONDS } = config;
  return {
    routes: createApp(dependencies),
    ready: { database: database.ping },
    background: [
      every(POLL_PAUSE_SECONDS, "advance payments", () => advancePayments(dependencies), log),
      every(RECONCILE_PAUSE_SECONDS, "reconcile", () => reconcileRecentDays(dependencies), log),
      startOutboxRelay({
        database,
        source: "/caravan/payment",
        publish: sidecar.publish,
        onLag: showLag,
        log,
      }),
      startPurge({ database, tables: [schema.inbox], log }),
    ],
    close: [database, sidecar],
  };
});
