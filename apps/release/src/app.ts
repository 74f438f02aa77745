import { releaseRoutes } from "@caravan/contracts";
import { createRouter, type Router } from "@caravan/service-kit";
import type { Dependencies } from "./dependencies.ts";
import { openFollowers } from "./live/followers.ts";
import { openDesk } from "./routes/open-desk.ts";
import { mountPages } from "./routes/pages.ts";
import { answerProblem } from "./routes/problems.ts";
import { releaseHandlers } from "./routes/releases.ts";

/** The service's routes over its dependencies; opens nothing. */
export const createApp = (dependencies: Dependencies): Router =>
  mountPages(
    createRouter({ app: dependencies.app, version: dependencies.version, onProblem: answerProblem }).mount(
      releaseRoutes,
      releaseHandlers(dependencies, openFollowers(dependencies)),
    ),
    openDesk(dependencies, dependencies.addresses ?? {}),
  );
