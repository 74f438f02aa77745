import type { Kube } from "@caravan/cluster";
import { namespaces } from "@caravan/toolchain";

/** The gateway's refusals so far, by reason. */
export type Refusals = Readonly<Record<string, number>>;

/** Envoy's counters at the gateway (`mesh/istio`), with a description. */
const reasons: readonly { readonly counter: RegExp; readonly what: string }[] = [
  { counter: /^shoppers\.http_local_rate_limit\.rate_limited$/, what: "429 to shoppers" },
  { counter: /^callbacks\.http_local_rate_limit\.rate_limited$/, what: "429 to partners' callbacks" },
  { counter: /^sales\.http_local_rate_limit\.rate_limited$/, what: "429 to flash sales" },
  { counter: /^staff\.http_local_rate_limit\.rate_limited$/, what: "429 to staff" },
  { counter: /^connection_limit\.clients\.limited_connections$/, what: "connections closed at once" },
  { counter: /^http\.outbound_.*\.downstream_rq_5xx$/, what: "5xx replies" },
  { counter: /^cluster\.outbound\|8080\|.*\.upstream_rq_pending_overflow$/, what: "circuit breaker" },
];

/** Reads the counters out of Envoy's `/stats`. */
export const parseRefusals = (stats: string): Refusals => {
  const found: Record<string, number> = {};
  for (const line of stats.split("\n")) {
    const [, name = "", value] = /^(.+): (\d+)\s*$/.exec(line) ?? [];
    const reason = reasons.find(({ counter }) => counter.test(name));
    if (reason !== undefined) found[reason.what] = (found[reason.what] ?? 0) + Number(value);
  }
  return found;
};

export const readRefusals = async (kube: Kube): Promise<Refusals> => {
  const gateway = ["-n", namespaces.gateway, "exec", "deploy/istio-ingressgateway", "--"];
  return parseRefusals(await kube.kubectl([...gateway, "pilot-agent", "request", "GET", "stats"]));
};

/** The increase. Counters of an Envoy that restarted meanwhile count in full. */
export const refusedSince = (before: Refusals, after: Refusals): Refusals => {
  const entries = Object.entries(after).map(([what, times]): [string, number] => {
    const earlier = before[what] ?? 0;
    return [what, times >= earlier ? times - earlier : times];
  });
  return Object.fromEntries(entries.filter(([, times]) => times > 0));
};

/** A line that no reader of the tables misses; undefined when nothing was refused. */
export const showRefusals = (refusals: Refusals): string | undefined => {
  const entries = Object.entries(refusals);
  if (entries.length === 0) return undefined;
  const list = entries.map(([what, times]) => `${times}× ${what}`).join(", ");
  return `THE GATEWAY REFUSED TRAFFIC OF THIS BENCHMARK: ${list}. The figures show its limits, not the shop's.`;
};
