import { cohortHeader } from "@caravan/contracts";
import { bucketPattern } from "../buckets.ts";
import type { RouteSync, RouteTable } from "../proxies.ts";
import type { Mesh } from "../set-weight.ts";
import type { Route, VirtualService } from "../virtual-services.ts";

export const hostOf = (app: string): string => `${app}.shop.svc.cluster.local`;

/** A route as the charts render it: to what the weights say, and without weights to v1. */
export const twice = (app: string, gateway: string, { name, match, ...rest }: Route): Route[] => [
  {
    ...{ name, ...rest, delegate: { name: `${app}-weights` } },
    match: (match ?? [{}]).map((one) => ({ gateways: [gateway], ...one })),
  },
  { ...{ name, match, ...rest }, route: [{ destination: { host: hostOf(app), subset: "v1" } }] },
];

const named = (name: string, hosts: string[], http: Route[]): VirtualService => ({
  kind: "VirtualService",
  metadata: { name, namespace: "shop", resourceVersion: "1" },
  spec: { hosts, http },
});

/** What the charts install: the front door, and the calls to each app. */
export const installed = (): VirtualService[] => [
  named(
    "shop",
    ["*"],
    [
      { name: "closed", match: [{ uri: { prefix: "/metrics" } }], directResponse: { status: 404 } },
      ...twice("order", "shop", {
        name: "order-read",
        match: [{ uri: { prefix: "/v1/orders" } }],
        timeout: "5s",
      }),
      ...twice("product", "shop", { name: "product-read" }),
    ],
  ),
  ...["order", "product"].map((app) =>
    named(
      app,
      [hostOf(app)],
      [
        ...twice(app, "mesh", { name: "read", match: [{ method: { exact: "GET" } }] }),
        ...twice(app, "mesh", { name: "write" }),
      ],
    ),
  ),
];

/** The weights of an app. */
export const weightsOf = (app: string, weight: number, resourceVersion = "1"): VirtualService => ({
  apiVersion: "networking.istio.io/v1",
  kind: "VirtualService",
  metadata: { name: `${app}-weights`, namespace: "shop", labels: { app }, resourceVersion },
  spec: {
    http: [
      {
        route: [
          { destination: { host: hostOf(app), subset: "v1" }, weight: 1000 - weight },
          { destination: { host: hostOf(app), subset: "v2" }, weight },
        ],
      },
    ],
  },
});

/** A mesh in memory. Each of `others` is what another writer makes of it just before a write. */
export const openMesh = (
  services: VirtualService[],
  others: VirtualService[][] = [],
): Mesh & { live(): VirtualService[] } => {
  let live = services;
  return {
    live: () => live,
    list: async () => live,
    write: async (service) => {
      live = others.shift() ?? live;
      const { name, resourceVersion } = service.metadata;
      const found = live.find(({ metadata }) => metadata.name === name);
      if (found?.metadata.resourceVersion !== resourceVersion) return "conflict";
      const next = String(Number(resourceVersion ?? 0) + 1);
      const written = { ...service, metadata: { ...service.metadata, resourceVersion: next } };
      live = [...live.filter(({ metadata }) => metadata.name !== name), written];
      return "written";
    },
    remove: async (name) => {
      live = live.filter(({ metadata }) => metadata.name !== name);
    },
  };
};

/** An Envoy's routes to an app: what Istio makes of the weights, and behind it the route without them. */
export const tableOf = (app: string, weight: number): RouteTable => {
  const cluster = (version: string) => `outbound|8080|${version}|${hostOf(app)}`;
  const clusters = [
    { name: cluster("v1"), weight: 1000 - weight },
    { name: cluster("v2"), weight },
  ].filter((one) => one.weight > 0);
  const match = { prefix: "/", headers: [] };
  const routes = [
    { match, route: { weighted_clusters: { clusters } } },
    { match, route: { cluster: cluster("v1") } },
  ];
  return { configs: [{ route_config: { virtual_hosts: [{ routes }] } }] };
};

/** The same while customers have one version each. */
export const cohortTableOf = (app: string, weight: number, customersWeight: number): RouteTable => {
  const to = (version: string) => ({ cluster: `outbound|8080|${version}|${hostOf(app)}` });
  const by = (regex: string) => ({ name: cohortHeader, string_match: { safe_regex: { regex } } });
  const key = { name: "idempotency-key", present_match: true };
  const [{ route_config } = {}] = tableOf(app, weight).configs;
  const [last] = route_config?.virtual_hosts[0]?.routes ?? [];
  const routes = [[], [key]].flatMap((headers) => [
    { match: { prefix: "/", headers: [...headers, by("staff(,[0-9]{3})?")] }, route: to("v2") },
    { match: { prefix: "/", headers: [...headers, by(bucketPattern(7, customersWeight))] }, route: to("v2") },
    { match: { prefix: "/", headers: [by("[0-9]{3}"), ...headers] }, route: to("v1") },
    { ...last, match: { prefix: "/", headers } },
    { match: { prefix: "/", headers }, route: to("v1") },
  ]);
  return { configs: [{ route_config: { virtual_hosts: [{ routes }] } }] };
};

/** What istiod says of its Envoys, all of which have acknowledged the message of this number. */
export const synchronized = (names: readonly string[], sent: string): Map<string, RouteSync> =>
  new Map(names.map((name) => [name, { sent, acknowledged: sent }]));
