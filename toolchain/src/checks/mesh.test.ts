import type { RouteDefinition } from "@caravan/contracts";
import { apis, routesOf } from "@caravan/contracts/apis";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { deployedApps, isPartner, ofKind } from "./manifests.ts";
import {
  AuthorizationPolicy,
  allows,
  appOf,
  callersOf,
  Denial,
  denies,
  type HttpRoute,
  isRepeatable,
  portsFor,
  routeOf,
  VirtualService,
} from "./mesh.ts";
import { daprObjects, istioObjects, renderShop } from "./render.ts";

const shop = await renderShop();
const mesh = istioObjects(shop);
const apps = deployedApps().filter((app) => !isPartner(app));
const services = ofKind(mesh, "VirtualService", VirtualService);
const authorization = mesh.filter(({ kind }) => kind === "AuthorizationPolicy");
const denials = authorization.filter((one) => v.is(Denial, one)).map((one) => v.parse(Denial, one));
const policies = authorization
  .filter((one) => !v.is(Denial, one))
  .map((one) => v.parse(AuthorizationPolicy, one));
const gateway = "cluster.local/ns/istio-ingress/sa/istio-ingressgateway";
const collector = "cluster.local/ns/observability/sa/victoria-metrics";
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

it.each(apps)("%s shows no caller what the platform asks of its pods", (app) => {
  for (const path of ["/metrics", "/healthz", "/readyz", "/dapr/subscribe", "/events/order.placed.v1"])
    expect(denies(denials, app, path), path).toBe(true);
});

it.each(apps)("%s shows its metrics, its daprd's and its Envoy's to the collector alone", (app) => {
  for (const caller of [...apps.map(identity), gateway, collector]) {
    const may = caller === collector;
    expect(!denies(denials, app, "/metrics", caller), caller).toBe(may);
    expect(portsFor(policyOf(app), caller), caller).toEqual(may ? ["9090", "15092"] : []);
  }
  expect(allows(policyOf(app), collector, "GET", "/metrics")).toBe(true);
  for (const path of ["/healthz", "/readyz", "/dapr/subscribe"])
    expect(denies(denials, app, path, collector), path).toBe(true);
});

it("an app alone may hand over events to its versions, if it hears any", () => {
  const path = "/handed-over/payment.authorised.v1";
  const mayPost = (app: string, caller: string) =>
    policies.some(
      (policy) => policy.spec.selector?.matchLabels.app === app && allows(policy, caller, "POST", path),
    ) && !denies(denials, app, path, caller);
  for (const app of apps)
    for (const caller of [...apps.map(identity), gateway, collector]) {
      const own = caller === identity(app) && ["flash", "order", "logistics", "promotion"].includes(app);
      expect(mayPost(app, caller), `${caller} to ${app}`).toBe(own);
    }
});

it.each(deployedApps().filter(isPartner))("one app alone reaches %s, by a ServiceEntry", (partner) => {
  const host = `${partner}.outside.svc.cluster.local`;
  const naming = (wanted: string) =>
    mesh.filter(({ kind, ...rest }) => kind === wanted && JSON.stringify(rest).includes(host));
  expect(naming("ServiceEntry")).toHaveLength(1);
  expect(naming("Sidecar")).toHaveLength(1);
});

describe.each(
  services.flatMap(({ metadata, spec }) => spec.http.map((route) => ({ service: metadata.name, route }))),
)("route $route.name of $service", ({ route }) => {
  it("has a timeout, and repeats only what may be repeated", () => {
    if (route.directResponse !== undefined) return;
    expect(route.timeout).toMatch(/^\d+s$/);
    expect(route.retries, "silence means Istio's own two retries").toBeDefined();
    if ((route.retries?.attempts ?? 0) > 0) expect(isRepeatable(route)).toBe(true);
  });
});

/** There is no canary of what is not ours. */
const leadsToApp = ({ route: [first] }: HttpRoute): boolean =>
  first?.destination.host.endsWith(".shop.svc.cluster.local") ?? false;

describe.each(
  services.flatMap(({ metadata, spec }) =>
    spec.http.flatMap((route, i) =>
      leadsToApp(route) ? [{ service: metadata.name, route, before: spec.http[i - 1] }] : [],
    ),
  ),
)("route $route.name of $service", ({ service, route, before }) => {
  it("goes where the app's weights say, and without weights to v1", () => {
    const { route: destinations, match = [{}], ...others } = route;
    const gateway = service === "shop" ? "shop" : "mesh";
    expect(destinations.map(({ destination }) => destination.subset)).toEqual(["v1"]);
    expect(before).toEqual({
      ...others,
      ...{ match: match.map((one) => ({ ...one, gateways: [gateway] })), route: [] },
      delegate: { name: `${appOf(route)}-weights` },
    });
  });
});

describe.each(Object.keys(apis))("%s", (app) => {
  it.each(routesOf(app))("lets in only who may call $method $path ($access)", (route: RouteDefinition) => {
    const { method, access, callers = [] } = route;
    const example = route.path.replace(/:\w+/g, "x");
    const open = access !== "service";
    expect(appOf(routeOf(frontDoor.spec.http, method, example)) === app).toBe(open);
    expect(allows(policyOf(app), gateway, method, example)).toBe(open);
    expect(denies(denials, app, example)).toBe(false);
    for (const caller of apps)
      expect(allows(policyOf(app), identity(caller), method, example), caller).toBe(callers.includes(caller));
  });
});

describe("the front door", () => {
  it.each([
    "/metrics",
    "/healthz",
    "/readyz",
    "/dapr/subscribe",
    "/events/x.v1",
    "/handed-over/x.v1",
    "/v1/unknown",
  ])("answers 404 itself for %s", (path) => {
    for (const method of ["GET", "POST"])
      expect(routeOf(frontDoor.spec.http, method, path)?.directResponse?.status).toBe(404);
  });
  it("gives everything else to the storefront, but no path of the API", () => {
    expect(appOf(routeOf(frontDoor.spec.http, "GET", "/products/x"))).toBe("storefront");
    expect(denies(denials, "storefront", "/products/x")).toBe(false);
    expect(denies(denials, "storefront", "/v1/orders")).toBe(true);
  });
  it.each(["/pictures/x.svg", "/.well-known/jwks.json"])("opens %s to all callers", (path) => {
    const app = appOf(routeOf(frontDoor.spec.http, "GET", path)) ?? "";
    expect(["product", "user"]).toContain(app);
    expect(allows(policyOf(app), gateway, "GET", path)).toBe(true);
  });
  it.each(["/v1/products/", "/v1/orders/x/", "/v1/staff/orders/"])("knows no %s", (path) => {
    expect(routeOf(frontDoor.spec.http, "GET", path)?.directResponse?.status).toBe(404);
  });
});

const Scoped = v.looseObject({ metadata: v.looseObject({ name: v.string() }), scopes: v.array(v.string()) });

it.each(
  ofKind(daprObjects(shop), "HTTPEndpoint", Scoped).filter(({ metadata }) => apps.includes(metadata.name)),
)(
  "the callers of $metadata.name are those its policy lets in, each with its canary",
  ({ metadata: { name }, scopes }) => {
    const callers = callersOf(policyOf(name)).filter((caller) => ![gateway, identity(name)].includes(caller));
    const stable = apps.filter((app) => callers.includes(identity(app)));
    expect(scopes.toSorted()).toEqual(stable.flatMap((app) => [app, `${app}-canary`]).toSorted());
    expect(scopes, "a call to itself would leave the pod").not.toContain(name);
  },
);

it("an app's own answers, such as 503 when it sheds load, take none of its pods out; a pod that does not answer is", () => {
  const Rule = v.object({
    kind: v.literal("DestinationRule"),
    metadata: v.object({ name: v.string() }),
    spec: v.object({ trafficPolicy: v.object({ outlierDetection: v.record(v.string(), v.unknown()) }) }),
  });
  const rules = mesh.flatMap((one) => (v.is(Rule, one) ? [v.parse(Rule, one)] : []));
  const own = rules.filter(({ metadata: { name } }) => apps.includes(name));
  expect(own.map(({ metadata: { name } }) => name).toSorted()).toEqual(apps.toSorted());
  for (const { spec } of own) {
    const { consecutive5xxErrors, consecutiveGatewayErrors, ...rest } = spec.trafficPolicy.outlierDetection;
    expect([consecutive5xxErrors, consecutiveGatewayErrors]).toEqual([0, undefined]);
    expect(rest).toMatchObject({ splitExternalLocalOriginErrors: true, consecutiveLocalOriginFailures: 10 });
  }
});
