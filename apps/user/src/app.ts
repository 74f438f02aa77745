import { userLookupRoutes, userRoutes } from "@caravan/contracts";
import { createRouter, type Router } from "@caravan/service-kit";
import type { Dependencies } from "./dependencies.ts";
import { accountHandlers } from "./routes/account.ts";
import { addressHandlers } from "./routes/addresses.ts";
import { lookupHandlers } from "./routes/lookup.ts";
import { sessionHandlers } from "./routes/sessions.ts";

/** Shorter than the time between a key's publication and its first signature, so that verifiers have it in time. */
const jwksCacheControl = "public, max-age=60";

/** The service's routes over its dependencies; opens nothing. */
export const createApp = (dependencies: Dependencies): Router => {
  const { app, version, publicKeys } = dependencies;
  const router = createRouter({ app, version })
    .mount(userRoutes, {
      ...sessionHandlers(dependencies),
      ...accountHandlers(dependencies),
      ...addressHandlers(dependencies),
    })
    .mount(userLookupRoutes, lookupHandlers(dependencies));
  router.hono.get("/.well-known/jwks.json", (c) =>
    c.json(publicKeys(), 200, { "cache-control": jwksCacheControl }),
  );
  return router;
};
