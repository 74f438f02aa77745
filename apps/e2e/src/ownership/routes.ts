import { apis, type RouteDefinition, routesOf } from "@caravan/contracts";

/** A route and the app that serves it. */
export interface ServedRoute {
  readonly app: string;
  readonly route: RouteDefinition;
}

/** Every route that the shop's services serve, from their contracts. */
export const servedRoutes: readonly ServedRoute[] = Object.keys(apis).flatMap((app) =>
  routesOf(app).map((route) => ({ app, route })),
);
