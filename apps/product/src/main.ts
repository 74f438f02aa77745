import { connectSidecar } from "@caravan/dapr";
import { DatabaseSecret, openDatabase } from "@caravan/database";
import { every, openService } from "@caravan/service-kit";
import { createApp } from "./app.ts";
import { loadPictures } from "./assets/load-pictures.ts";
import { Config } from "./config.ts";
import { productStore } from "./database/product-store.ts";
import * as schema from "./database/schema.ts";
import { liveSearch } from "./search/live-search.ts";
import { countSearch, showIndex } from "./telemetry.ts";

await openService(Config, async ({ config, app, version, log, ...service }) => {
  service.sidecar(connectSidecar);
  const products = productStore(await service.database(openDatabase, DatabaseSecret, schema));
  const search = liveSearch(products, Date.now, showIndex);
  const pictures = await loadPictures(config.PICTURES_DIR);
  return {
    routes: createApp({ app, version, products, search, pictures, countSearch, now: Date.now }),
    ready: { search: search.ready },
    background: [every(5, "follow the catalogue", search.refresh, log)],
  };
});
