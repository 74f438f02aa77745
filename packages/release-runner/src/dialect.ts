import type { Query, Sample } from "./ports.ts";

type Version = "v1" | "v2";

/**
 * How one kind of mesh metrics tells requests of two versions, all counted where they leave: at the caller. There a retried request is one,
 * a mirrored one is none, and one that was never answered is an error.
 */
export interface Dialect {
  readonly name: "istio" | "envoy";
  /** Series that exist where this dialect is spoken. */
  readonly sign: string;
  /** Counters of requests to a version, by reply; some count them once more by status. */
  requests(service: string, version: Version): string;
  /** Whether a counter is one of those that together count each request once. */
  isRequest(sample: Sample): boolean;
  /** Whether it is one of failed requests. */
  isError(sample: Sample): boolean;
  /** The status of the replies that it counts; undefined when it does not tell. */
  statusOf(sample: Sample): number | undefined;
}

/** A counter as it was last seen: a scrape that failed in between makes it no new one, which would count from zero again. */
const lastOf = (selector: string): string => `last_over_time(${selector}[5m])`;

const statusIn = (label: string | undefined): number | undefined =>
  label !== undefined && /^[1-5][0-9]{2}$/.test(label) ? Number(label) : undefined;

/** Istio's own metrics (`istio.stats`): https://istio.io/latest/docs/reference/config/metrics/ */
const istio: Dialect = {
  name: "istio",
  sign: 'istio_requests_total{reporter="source"}',
  requests: (service, version) =>
    lastOf(
      `istio_requests_total{reporter="source",destination_canonical_service="${service}",destination_version="${version}"}`,
    ),
  isRequest: () => true,
  // 0: the caller had no reply at all.
  isError: ({ labels: { response_code = "0" } }) => response_code === "0" || response_code.startsWith("5"),
  statusOf: ({ labels: { response_code } }) => statusIn(response_code),
};

/**
 * Plain Envoy, where `istio.stats` is not built in: the counters of clusters, which Istio names `outbound|8080|v2|order.shop.svc.cluster.local`.
 * `upstream_rq_5xx` is charged once a reply is final; tries before it are in `retry.upstream_rq_5xx`. Istio makes a label of the class, and
 * another one of the status: each reply is counted by both.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/upstream/cluster_manager/cluster_stats#dynamic-http-statistics
 */
const envoy: Dialect = {
  name: "envoy",
  sign: 'envoy_cluster_upstream_rq{cluster_name=~"outbound.+",response_code_class!=""}',
  requests: (service, version) =>
    lastOf(`envoy_cluster_upstream_rq{cluster_name=~"outbound[|][0-9]+[|]${version}[|]${service}[.].+"}`),
  isRequest: ({ labels: { response_code_class = "" } }) => response_code_class !== "",
  isError: ({ labels: { response_code_class = "" } }) => response_code_class.startsWith("5"),
  statusOf: ({ labels: { response_code } }) => statusIn(response_code),
};

/** Finds out which dialect a store of metrics has; Istio's own where it has both. @throws Error when it has neither */
export const findDialect = async (query: Query, at: Date): Promise<Dialect> => {
  for (const dialect of [istio, envoy]) {
    const [found] = await query(`count(${dialect.sign})`, at);
    if (found !== undefined && found.value > 0) return dialect;
  }
  throw new Error(
    "no metrics of requests between services were found (istio_requests_total, envoy_cluster_…)",
  );
};

/**
 * Counters of the durations of replies, by upper bound: the services' own histogram, since Envoys' histograms are not collected.
 *
 * @see OpenTelemetry semantic conventions, `http.server.request.duration`
 */
export const durationsOf = (service: string, version: Version): string =>
  `sum by (pod, le) (${lastOf(`http_server_request_duration_seconds_bucket{app="${service}",version="${version}"}`)})`;

/**
 * Streams of events that are open on a version: no counter, so a pod that is gone has none.
 *
 * @see OpenTelemetry semantic conventions, `http.server.active_requests`
 */
export const streamsOf = (service: string, version: Version): string =>
  `sum(http_server_active_requests{app="${service}",version="${version}",stream="true"})`;

/** A question to the store of metrics, and what it counts. */
export interface Question {
  readonly what: string;
  readonly query: string;
}

/** What is asked of the store of metrics about v2 of a service; of v1 the same is asked. */
export const questionsOf = (service: string): readonly Question[] => [
  ...[istio, envoy].map((dialect) => ({
    what: `Requests of v2 by their reply, where the mesh has ${dialect.name === "istio" ? "Istio's own metrics" : "plain Envoy's"}`,
    query: dialect.requests(service, "v2"),
  })),
  { what: "Durations of v2", query: durationsOf(service, "v2") },
  { what: "Streams that are open on v2", query: streamsOf(service, "v2") },
];
