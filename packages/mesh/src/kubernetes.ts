import * as v from "valibot";
import type { Ports } from "./move-weight.ts";
import { type Proxies, type RouteSync, RouteTable } from "./proxies.ts";

/** A pod, as far as traffic is concerned. */
export const Pod = v.object({
  metadata: v.object({
    name: v.string(),
    namespace: v.string(),
    labels: v.optional(v.record(v.string(), v.string()), {}),
    deletionTimestamp: v.optional(v.unknown()),
  }),
  spec: v.object({
    containers: v.array(v.object({ name: v.string(), image: v.optional(v.string()) })),
    initContainers: v.optional(v.array(v.object({ name: v.string() })), []),
  }),
  status: v.object({
    phase: v.optional(v.string()),
    containerStatuses: v.optional(
      v.array(
        v.object({
          name: v.string(),
          imageID: v.string(),
          restartCount: v.optional(v.number()),
          lastState: v.optional(
            v.object({
              terminated: v.optional(
                v.object({ exitCode: v.number(), reason: v.optional(v.string(), "ended") }),
              ),
            }),
          ),
        }),
      ),
    ),
    conditions: v.optional(v.array(v.object({ type: v.string(), status: v.string() })), []),
  }),
});
export type Pod = v.InferOutput<typeof Pod>;

/** Whatever reaches a cluster: with kubectl, or from inside of it. */
export interface Kubernetes {
  readonly virtualServices: Ports["mesh"];
  /** The pods of a namespace, all or with this label `app`. */
  pods(namespace: string, app?: string): Promise<readonly Pod[]>;
  /** Runs a program in a container, and gives what it printed; empty when it does not answer in time. */
  exec(pod: Pod, container: string, command: readonly string[]): Promise<string>;
}

/** Where things are. */
export interface Places {
  readonly shop: string;
  readonly gateway: string;
  readonly istiod: string;
}

/** As the charts install them. */
const usualPlaces: Places = { shop: "shop", gateway: "istio-ingress", istiod: "istio-system" };

/** What is asked in pods, and no other command is: by arguments and container. An admission policy names these three (charts/service). */
export const questions = {
  routes: {
    container: "istio-proxy",
    command: ["pilot-agent", "request", "GET", "config_dump?resource=dynamic_route_configs"],
  },
  synchronization: {
    container: "discovery",
    command: ["pilot-discovery", "request", "GET", "/debug/syncz"],
  },
  /** In the app's own container: the contracts that its image carries; `null` when it carries none. */
  contracts: {
    command: [
      "/usr/local/bin/node",
      "-p",
      "fs.existsSync('/app/contracts.json') ? fs.readFileSync('/app/contracts.json', 'utf8') : null",
    ],
  },
} as const;

/** Whether a pod serves, and goes on to. */
export const isReady = ({ status, metadata }: Pod): boolean =>
  metadata.deletionTimestamp === undefined &&
  status.conditions.some(({ type, status: state }) => type === "Ready" && state === "True");

const runsEnvoy = ({ metadata, spec, status }: Pod): boolean =>
  status.phase === "Running" &&
  metadata.deletionTimestamp === undefined &&
  [...spec.containers, ...spec.initContainers].some(({ name }) => name === "istio-proxy");

const routeType = "type.googleapis.com/envoy.config.route.v3.RouteConfiguration";

/** istiod's answer under `/debug/syncz`, of which the routes count here. */
const SyncStatus = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(
    v.object({
      proxy: v.string(),
      route_sent: v.optional(v.string(), ""),
      route_acked: v.optional(v.string(), ""),
      resources: v.optional(v.record(v.string(), v.object({ lastError: v.optional(v.string()) })), {}),
    }),
  ),
);
const RouteDump = v.pipe(v.string(), v.parseJson(), RouteTable);

const syncOf = (text: string): [string, RouteSync][] => {
  const answer = v.safeParse(SyncStatus, text);
  return (answer.success ? answer.output : []).map(({ proxy, route_sent, route_acked, resources }) => {
    const refusal = resources[routeType]?.lastError;
    return [proxy, { sent: route_sent, acknowledged: route_acked, ...(refusal && { refusal }) }];
  });
};

/** The Envoys, asked in their pods; what istiod sent them, it is asked in its own. */
const openProxies = (kubernetes: Kubernetes, places: Places): Proxies => {
  const ask = (pod: Pod, { container, command }: (typeof questions)["routes" | "synchronization"]) =>
    kubernetes.exec(pod, container, command);
  return {
    async running() {
      const pods = await Promise.all([places.shop, places.gateway].map((place) => kubernetes.pods(place)));
      return pods
        .flat()
        .filter(runsEnvoy)
        .map((pod) => ({
          name: `${pod.metadata.name}.${pod.metadata.namespace}`,
          routes: async () => {
            const dump = v.safeParse(RouteDump, await ask(pod, questions.routes));
            return dump.success ? dump.output : undefined;
          },
        }));
    },
    async synchronization() {
      const istiods = (await kubernetes.pods(places.istiod, "istiod")).filter(isReady);
      const said = await Promise.all(istiods.map((pod) => ask(pod, questions.synchronization)));
      return new Map(said.flatMap(syncOf));
    },
  };
};

/** What a move of traffic works on, by the Kubernetes API. */
export const openTraffic = (kubernetes: Kubernetes, places: Places = usualPlaces): Ports => ({
  mesh: kubernetes.virtualServices,
  proxies: openProxies(kubernetes, places),
  async readyPods(app) {
    const serving = (await kubernetes.pods(places.shop, app)).filter(isReady);
    const of = (version: string) =>
      serving.filter(({ metadata: { labels } }) => labels.version === version).length;
    return { v1: of("v1"), v2: of("v2") };
  },
});
