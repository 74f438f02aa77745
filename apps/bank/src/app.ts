import { bankRoutes } from "@caravan/contracts";
import { createRouter, type Router } from "@caravan/service-kit";
import type { Dependencies } from "./dependencies.ts";
import { intentHandlers } from "./routes/intents.ts";
import { mountPay } from "./routes/pay.ts";
import { problemPage } from "./routes/problems.ts";
import { statementHandlers } from "./routes/statements.ts";

/** The API for merchants, with TLS and a key. */
export const createApi = (dependencies: Dependencies): Router => {
  const { app, version, apiKey } = dependencies;
  return createRouter({ app, version, apiKey }).mount(bankRoutes, {
    ...intentHandlers(dependencies),
    ...statementHandlers(dependencies),
  });
};

/** The page where shoppers enter their card. */
export const createPages = (dependencies: Dependencies): Router => {
  const { app, version } = dependencies;
  const router = createRouter({ app, version, onProblem: problemPage });
  mountPay(router.hono, dependencies);
  return router;
};
