import type { RouteDefinition } from "@caravan/contracts";
import { apis, routesOf } from "@caravan/contracts/apis";
import { expect, it } from "vitest";
import { appNames } from "../images/app-image.ts";
import { probesOf, unknownVictim } from "../ownership.ts";
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

it.each([...new Set([...Object.keys(apis), ...appNames()])])(
  "the ownership.yaml of %s says of each route whose it is, and names no other one",
  (app) => {
    const entries = Object.keys(probesOf(root, app, unknownVictim()));
    expect(entries.sort()).toEqual(
      routesOf(app)
        .map(({ id }) => id)
        .sort(),
    );
  },
);
