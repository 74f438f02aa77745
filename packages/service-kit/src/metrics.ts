import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** Everything `/metrics` shows, in Prometheus' text format. Apps add theirs with `new Counter({ registers: [metrics], … })`. */
export const metrics: Registry = new Registry();

collectDefaultMetrics({ register: metrics });

/**
 * Seconds from the request's arrival to its reply, by route.
 *
 * @see OpenTelemetry semantic conventions, `http.server.request.duration`
 */
export const requestDuration: Histogram<"http_request_method" | "http_route" | "http_response_status_code"> =
  new Histogram({
    name: "http_server_request_duration_seconds",
    help: "Duration of HTTP server requests.",
    labelNames: ["http_request_method", "http_route", "http_response_status_code"],
    buckets: [0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [metrics],
  });

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
