import type { RouteDefinition } from "@caravan/contracts";
import { apis, routesOf } from "@caravan/contracts/apis";
import { expect, it } from "vitest";
import { root } from "./manifests.ts";

/** A route as the charts need it. The path's parameters are written as in an AuthorizationPolicy. */
const chartRoute = ({ method, path, access, callers = [], idempotent, success }: RouteDefinition) => ({
  method,
  path: path.replace(/:\w+/g, "{*}"),
  access,
  callers,
  idempotent: idempotent === true,
  stream: success.mediaType === "text/event-stream",
});

const fileOf = (routes: readonly RouteDefinition[]) =>
  `[\n${routes.map((route) => `  ${JSON.stringify(chartRoute(route))}`).join(",\n")}\n]\n`;

it.each(Object.keys(apis))(
  "the chart has the routes of %s as its contract defines them (`vitest --update` writes them)",
  (app) => expect(fileOf(routesOf(app))).toMatchFileSnapshot(`${root}/charts/service/routes/${app}.json`),
);
