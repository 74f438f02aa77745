import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** Everything `/metrics` shows, in Prometheus' text format. Apps add theirs with `new Counter({ registers: [metrics], … })`. */
export const metrics: Registry = new Registry();

collectDefaultMetrics({ register: metrics });

/**
 * Seconds from the request's arrival to its reply, by route.
 *
 * @see OpenTelemetry semantic conventions, `http.server.request.duration`
 */
const requestDuration: Histogram<
  "http_request_method" | "http_route" | "http_response_status_code" | "trace_id"
> = new Histogram({
  name: "http_server_request_duration_seconds",
  help: "Duration of HTTP server requests.",
  labelNames: ["http_request_method", "http_route", "http_response_status_code"],
  buckets: [0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  // prom-client lets only a registry of OpenMetrics take exemplars at this place; `expose` makes one when it is asked for.
  registers: [],
  enableExemplars: true,
});
metrics.registerMetric(requestDuration);

/** What {@link requestDuration} notes of a request. */
export interface ObservedRequest {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
  /** Of a request that is traced: its bucket's exemplar. Each bucket keeps the latest one, so there are never more than buckets. */
  readonly traceId: string | undefined;
}

/** Notes a finished request. */
export const observeRequest = ({ method, route, status, seconds, traceId }: ObservedRequest): void => {
  const labels = { http_request_method: method, http_route: route, http_response_status_code: status };
  if (traceId === undefined) requestDuration.observe({ labels, value: seconds });
  else {
    const exemplarLabels = { trace_id: traceId };
    requestDuration.observe({ labels, value: seconds, exemplarLabels });
  }
};

/** Makes a counter that `/metrics` shows. */
export const counter = <const L extends string = never>(
  name: string,
  help: string,
  labelNames: readonly L[] = [],
): Counter<L> => new Counter({ name, help, labelNames: [...labelNames], registers: [metrics] });

/** Makes a histogram that `/metrics` shows; `buckets` are upper bounds in the metric's unit. */
export const histogram = <const L extends string = never>(
  name: string,
  help: string,
  buckets: readonly number[],
  labelNames: readonly L[] = [],
): Histogram<L> =>
  new Histogram({ name, help, buckets: [...buckets], labelNames: [...labelNames], registers: [metrics] });

/** Makes a gauge that `/metrics` shows. */
export const gauge = <const L extends string = never>(
  name: string,
  help: string,
  labelNames: readonly L[] = [],
): Gauge<L> => new Gauge({ name, help, labelNames: [...labelNames], registers: [metrics] });
