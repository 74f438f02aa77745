import { carrierRoutes } from "@caravan/contracts";
import { createRouter, type Router } from "@caravan/service-kit";
import type { Dependencies } from "./dependencies.ts";
import { parcelHandlers } from "./routes/parcels.ts";

/** The API for senders, with TLS and a key. */
export const createApi = (dependencies: Dependencies): Router => {
  const { app, version, apiKey } = dependencies;
  return createRouter({ app, version, apiKey }).mount(carrierRoutes, parcelHandlers(dependencies));
};
