import { connectSidecar } from "@caravan/dapr";
import { DatabaseSecret, openDatabase } from "@caravan/database";
import { callContext, loadConfig, parseSecret, runService } from "@caravan/service-kit";
import { createApp } from "./app.ts";
import { loadPictures } from "./assets/load-pictures.ts";
import { Config } from "./config.ts";
import { productStore } from "./database/product-store.ts";
import * as schema from "./database/schema.ts";

const config = loadConfig(Config);

await runService(config, async () => {
  const sidecar = connectSidecar({
    httpPort: config.DAPR_HTTP_PORT,
    context: callContext,
    defaultTimeoutSeconds: 5,
  });
  const secret = parseSecret("product-database", DatabaseSecret, await sidecar.secret("product-database"));
  const database = await openDatabase({ ...secret, schema });
  const app = createApp({
    app: config.APP_ID,
    version: config.APP_VERSION,
    products: productStore(database),
    pictures: await loadPictures(config.PICTURES_DIR),
    now: Date.now,
  });
  return { routes: app, ready: { database: database.ping }, close: [database, sidecar] };
});
