import { existsSync } from "node:fs";
import {
  inventoryRoutes,
  inventoryStaffRoutes,
  logisticsRoutes,
  orderRoutes,
  orderStaffRoutes,
  paymentRoutes,
  paymentStaffRoutes,
  productRoutes,
  type RouteDefinition,
  userRoutes,
} from "@caravan/contracts";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { deployedApps, isStranger, ofKind, readManifests, root } from "./manifests.ts";
import {
  AuthorizationPolicy,
  allows,
  appOf,
  callersOf,
  Denial,
  denies,
  isRepeatable,
  routeOf,
  VirtualService,
} from "./mesh.ts";

const mesh = readManifests("mesh/istio");
const components = readManifests("components");
const apps = deployedApps().filter((app) => !isStranger(app));
const strangers = deployedApps().filter(isStranger);
const services = ofKind(mesh, "VirtualService", VirtualService);
const authorization = mesh.filter(({ kind }) => kind === "AuthorizationPolicy");
const denials = authorization.filter((one) => v.is(Denial, one)).map((one) => v.parse(Denial, one));
const policies = authorization
  .filter((one) => !v.is(Denial, one))
  .map((one) => v.parse(AuthorizationPolicy, one));
const gateway = "cluster.local/ns/istio-ingress/sa/istio-ingressgateway";
const identity = (app: string) => `cluster.local/ns/shop/sa/${app}`;

const need = <T>(what: string, value: T | undefined): T => {
  if (value === undefined) throw new Error(`there is no ${what}`);
  return value;
};
const frontDoor = need(
  "VirtualService for the gateway",
  services.find(({ spec }) => spec.gateways !== undefined),
);
const policyOf = (app: string) =>
  need(
    `policy of ${app}`,
    policies.find(({ spec }) => spec.selector?.matchLabels.app === app),
  );

describe.each(apps)("%s", (app) => {
  it("has values, traffic rules and a policy of its own", () => {
    expect(existsSync(`${root}/charts/values/${app}.yaml`)).toBe(true);
    expect(policyOf(app).metadata.name).toBe(app);
    const named = mesh
      .filter(({ kind, metadata }) => metadata.name === app && kind !== "Sidecar")
      .map(({ kind }) => kind);
    expect(named.sort()).toEqual(["AuthorizationPolicy", "DestinationRule", "VirtualService"]);
  });

  it("lets nobody reach what the platform asks of its pods", () => {
    for (const path of ["/metrics", "/healthz", "/readyz", "/dapr/subscribe", "/events/order.placed.v1"])
      expect(denies(denials, app, path), path).toBe(true);
  });
});

describe.each(strangers)("%s", (stranger) => {
  it("is a stranger: the mesh knows one host of it, which one caller reaches with TLS", () => {
    const named = mesh.filter(({ metadata }) => metadata.name === stranger).map(({ kind }) => kind);
    expect(named.sort()).toEqual(["DestinationRule", "ServiceEntry", "VirtualService"]);
    const host = `./${stranger}.outside.svc.cluster.local`;
    const callers = mesh.filter(
      ({ kind, ...rest }) => kind === "Sidecar" && JSON.stringify(rest).includes(host),
    );
    expect(callers).toHaveLength(1);
  });
});

/** There is no canary of what is not ours. */
const leavesTheMesh = ({ route }: (typeof services)[number]["spec"]["http"][number]): boolean =>
  route.every(({ destination }) => !destination.host.endsWith(".shop.svc.cluster.local"));

describe.each(
  services.flatMap(({ metadata, spec }) => spec.http.map((route) => ({ service: metadata.name, route }))),
)("route $route.name of $service", ({ route }) => {
  it("has a timeout, and repeats only what may be repeated", () => {
    if (route.directResponse !== undefined) return;
    expect(route.timeout).toMatch(/^\d+s$/);
    expect(route.retries, "silence means Istio's own two retries").toBeDefined();
    if ((route.retries?.attempts ?? 0) > 0) expect(isRepeatable(route)).toBe(true);
  });
  it("is split between v1 and v2, out of 1000", () => {
    if (route.directResponse !== undefined || leavesTheMesh(route)) return;
    expect(route.route.map(({ destination }) => destination.subset)).toEqual(["v1", "v2"]);
    expect(route.route.reduce((sum, { weight }) => sum + weight, 0)).toBe(1000);
  });
});

describe.each([
  { app: "product", routes: [productRoutes] },
  { app: "user", routes: [userRoutes] },
  { app: "inventory", routes: [inventoryRoutes, inventoryStaffRoutes] },
  { app: "order", routes: [orderRoutes, orderStaffRoutes] },
  { app: "payment", routes: [paymentRoutes, paymentStaffRoutes] },
  { app: "logistics", routes: [logisticsRoutes] },
])("the front door to $app", ({ app, routes }) => {
  it.each(routes.flatMap((table): RouteDefinition[] => Object.values(table)))(
    "$method $path ($access)",
    ({ method, path, access }) => {
      const example = path.replace(/:\w+/g, "x");
      const open = access !== "service";
      expect(appOf(routeOf(frontDoor.spec.http, method, example)) === app).toBe(open);
      expect(allows(policyOf(app), gateway, method, example)).toBe(open);
      expect(denies(denials, app, example)).toBe(false);
    },
  );
});

describe("the front door", () => {
  it.each(["/metrics", "/healthz", "/readyz", "/dapr/subscribe", "/events/order.placed.v1", "/v1/unknown"])(
    "answers 404 itself for %s",
    (path) => {
      for (const method of ["GET", "POST"])
        expect(routeOf(frontDoor.spec.http, method, path)?.directResponse?.status).toBe(404);
    },
  );
  it("gives everything else to the storefront, but no path of the API", () => {
    expect(appOf(routeOf(frontDoor.spec.http, "GET", "/products/x"))).toBe("storefront");
    expect(denies(denials, "storefront", "/products/x")).toBe(false);
    expect(denies(denials, "storefront", "/v1/orders")).toBe(true);
  });
  it.each(["/v1/products/", "/v1/orders/x/", "/v1/staff/orders/"])("knows no %s", (path) => {
    expect(routeOf(frontDoor.spec.http, "GET", path)?.directResponse?.status).toBe(404);
  });
});

const Scoped = v.looseObject({
  kind: v.string(),
  metadata: v.looseObject({ name: v.string() }),
  scopes: v.array(v.string()),
});
const scoped = components.filter(({ kind }) => kind === "Component" || kind === "HTTPEndpoint");

describe("components", () => {
  it.each(scoped)("$kind $metadata.name names its apps, each with its canary", (component) => {
    const { scopes } = v.parse(Scoped, component);
    const stable = scopes.filter((scope) => !scope.endsWith("-canary"));
    expect(scopes.toSorted()).toEqual(stable.flatMap((app) => [app, `${app}-canary`]).toSorted());
    expect(deployedApps()).toEqual(expect.arrayContaining(stable));
  });

  const endpoints = ofKind(components, "HTTPEndpoint", Scoped);
  it.each(endpoints.filter(({ metadata }) => !isStranger(metadata.name)))(
    "the callers of $metadata.name are those its policy lets in",
    ({ metadata: { name }, scopes }) => {
      const callers = scopes.filter((scope) => !scope.endsWith("-canary"));
      expect(callers, "a call to itself would leave the pod").not.toContain(name);
      const allowed = callersOf(policyOf(name)).filter((caller) => caller !== gateway);
      expect(allowed.toSorted()).toEqual(callers.map(identity).toSorted());
    },
  );
});
