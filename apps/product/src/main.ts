import { connectSidecar } from "@caravan/dapr";
import { DatabaseSecret, openDatabase } from "@caravan/database";
import { callContext, every, loadConfig, parseSecret, runService, showLocks } from "@caravan/service-kit";
import { createApp } from "./app.ts";
import { loadPictures } from "./assets/load-pictures.ts";
import { Config } from "./config.ts";
import { productStore } from "./database/product-store.ts";
import * as schema from "./database/schema.ts";
import { liveSearch } from "./search/live-search.ts";

const config = loadConfig(Config);

await runService(config, async ({ log }) => {
  const sidecar = connectSidecar({
    httpPort: config.DAPR_HTTP_PORT,
    context: callContext,
    defaultTimeoutSeconds: 5,
  });
  const secret = parseSecret("product-database", DatabaseSecret, await sidecar.secret("product-database"));
  const database = await openDatabase({ ...secret, schema, context: sidecar.context });
  showLocks(database.locks);
  const products = productStore(database);
  const search = liveSearch(products, Date.now);
  const app = createApp({
    app: config.APP_ID,
    version: config.APP_VERSION,
    products,
    search,
    pictures: await loadPictures(config.PICTURES_DIR),
    now: Date.now,
  });
  return {
    routes: app,
    ready: { database: database.ping, search: search.ready },
    background: [every(5, "follow the catalogue", search.refresh, log)],
    close: [database, sidecar],
  };
});
