import { cohortHeader } from "@caravan/contracts";
import * as v from "valibot";
import { type Rule, sharesOfRules } from "./cohorts.ts";
import { distinct, type Share } from "./weights.ts";

const Action = v.object({
  cluster: v.optional(v.string()),
  weighted_clusters: v.optional(
    v.object({ clusters: v.array(v.object({ name: v.string(), weight: v.optional(v.number(), 0) })) }),
  ),
});
const Headers = v.looseObject({ headers: v.optional(v.array(v.looseObject({ name: v.string() })), []) });
const EnvoyRoute = v.object({ match: Headers, route: v.optional(Action) });
type EnvoyRoute = v.InferOutput<typeof EnvoyRoute>;
const ByCohort = v.object({
  name: v.literal(cohortHeader),
  string_match: v.object({ safe_regex: v.object({ regex: v.string() }) }),
});
const VirtualHost = v.object({ routes: v.optional(v.array(EnvoyRoute), []) });

/** The routes an Envoy has from istiod: its `config_dump?resource=dynamic_route_configs`. */
export const RouteTable = v.object({
  configs: v.optional(
    v.array(
      v.object({
        route_config: v.optional(v.object({ virtual_hosts: v.optional(v.array(VirtualHost), []) })),
      }),
    ),
    [],
  ),
});
export type RouteTable = v.InferOutput<typeof RouteTable>;

/** What istiod sent an Envoy last of its routes, and what of that the Envoy has acknowledged: numbers of messages. */
export interface RouteSync {
  readonly sent: string;
  readonly acknowledged: string;
  /** Why the Envoy refused what was sent. */
  readonly refusal?: string;
}

/** A running Envoy. */
export interface Proxy {
  /** As istiod calls it: `pod.namespace`. */
  readonly name: string;
  /** The routes it has in force; undefined when it does not answer. */
  routes(): Promise<RouteTable | undefined>;
}

/** The Envoys of a shop, the gateway's among them. */
export interface Proxies {
  /** Those that run now. */
  running(): Promise<readonly Proxy[]>;
  /** What istiod says, by name, of those that are connected to it; empty when it does not answer. */
  synchronization(): Promise<ReadonlyMap<string, RouteSync>>;
}

/** `outbound|8080|v2|order.shop.svc.cluster.local` */
const partOf = (cluster: string, weight: number) => {
  const [, , version = "", host] = cluster.split("|");
  return { version: version || undefined, host, weight };
};

const partsOf = ({ cluster, weighted_clusters }: v.InferOutput<typeof Action>) =>
  cluster === undefined
    ? (weighted_clusters?.clusters ?? []).map(({ name, weight }) => partOf(name, weight))
    : [partOf(cluster, 1)];

/** What a route matches besides the cohort, and the cohorts it is for; undefined when it is for all. */
const matchOf = ({ match: { headers, ...others } }: EnvoyRoute) => {
  const cohorts = headers.map((one) => v.safeParse(ByCohort, one)).find(({ success }) => success);
  const rest = headers.filter(({ name }) => !cohorts || name !== cohortHeader);
  return {
    match: JSON.stringify({ ...others, headers: rest }),
    cohorts: cohorts?.success ? cohorts.output.string_match.safe_regex.regex : undefined,
  };
};

/** v2's shares on the routes that an Envoy has to a host, each once; none when it has no route there. */
export const sharesIn = ({ configs }: RouteTable, host: string): Share[] => {
  const hosts = configs.flatMap(({ route_config }) => route_config?.virtual_hosts ?? []);
  return distinct(hosts.flatMap(({ routes }) => sharesAmong(routes, host)));
};

/** Routes with the same match stand one after another, for some cohorts each; the first one that is for all is the last that is used. */
const sharesAmong = (routes: readonly EnvoyRoute[], host: string): Share[] => {
  const byMatch = new Map<string, Rule[]>();
  for (const one of routes) {
    const { match, cohorts } = matchOf(one);
    const rules = byMatch.get(match) ?? [];
    byMatch.set(match, rules);
    const parts = one.route ? partsOf(one.route).filter((part) => part.host === host) : [];
    if (rules.every((rule) => rule.cohorts !== undefined)) rules.push({ cohorts, parts });
  }
  return [...byMatch.values()]
    .filter((rules) => rules.some(({ parts }) => parts.length > 0))
    .flatMap(sharesOfRules);
};
