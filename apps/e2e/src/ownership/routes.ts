import type { RouteDefinition } from "@caravan/contracts";
import { apis, routesOf } from "@caravan/contracts/apis";
import { type Probe, probesOf, type Victim } from "@caravan/toolchain/ownership";
import { root } from "../harness/shop.ts";

/** A route and the app that serves it. */
export interface ServedRoute {
  readonly app: string;
  readonly route: RouteDefinition;
}

/** Every route that the shop's services serve, from their contracts. */
export const servedRoutes: readonly ServedRoute[] = Object.keys(apis).flatMap((app) =>
  routesOf(app).map((route) => ({ app, route })),
);

/** The services that have an API. */
export const servedApps: readonly string[] = Object.keys(apis);

/** What every service says of its routes. */
export const probesFor = (victim: Victim): Readonly<Record<string, Probe>> =>
  Object.assign({}, ...servedApps.map((app) => probesOf(root, app, victim)));
