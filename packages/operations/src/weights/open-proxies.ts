import { askIstiods, type Kube, runningEnvoys } from "@caravan/cluster";
import { type Proxies, RouteTable } from "@caravan/mesh";
import * as v from "valibot";

const routes = "type.googleapis.com/envoy.config.route.v3.RouteConfiguration";

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

/** The shop's Envoys, asked in their pods; what istiod sent them, it is asked in its own. */
export const openProxies = (kube: Kube): Proxies => ({
  async running() {
    return (await runningEnvoys(kube)).map(({ name, namespace, configuration }) => ({
      name: `${name}.${namespace}`,
      routes: async () => {
        const dump = v.safeParse(RouteDump, await configuration("dynamic_route_configs"));
        return dump.success ? dump.output : undefined;
      },
    }));
  },
  async synchronization() {
    const said = (await askIstiods(kube, "/debug/syncz")).map((text) => v.safeParse(SyncStatus, text));
    return new Map(
      said
        .flatMap((answer) => (answer.success ? answer.output : []))
        .map(({ proxy, route_sent, route_acked, resources }) => {
          const refusal = resources[routes]?.lastError;
          return [proxy, { sent: route_sent, acknowledged: route_acked, ...(refusal && { refusal }) }];
        }),
    );
  },
});
