import { releaseRoutes } from "@caravan/contracts";
import { createRouter, type Router } from "@caravan/service-kit";
import type { Dependencies } from "./dependencies.ts";
import { openFollowers } from "./live/followers.ts";
import { releaseHandlers } from "./routes/releases.ts";

/** The service's routes over its dependencies; opens nothing. */
export const createApp = (dependencies: Dependencies): Router =>
  createRouter({ app: dependencies.app, version: dependencies.version }).mount(
    releaseRoutes,
    releaseHandlers(dependencies, openFollowers(dependencies)),
  );
