import { context, propagation, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";

/** The span of the request being served. */
export interface ServerSpan {
  /** Of a trace that is recorded; undefined when it is not sampled. */
  readonly traceId: string | undefined;
  /** Names the span by its route and records the outcome. */
  end(route: string, status: number): void;
}

let recording = false;

/** The name and the destination of traces. */
export interface TelemetryOptions {
  readonly app: string;
  readonly version: string;
  /** The OTLP endpoint (HTTP) of traces; without it nothing is loaded or recorded. */
  readonly endpoint: string | undefined;
}

/**
 * Starts exporting traces when an endpoint is configured; the rest is set by OpenTelemetry's own `OTEL_*` variables,
 * among them the share of traces that begin here (`OTEL_TRACES_SAMPLER_ARG`; the chart sets it).
 * Loaded on demand: the SDK costs tens of megabytes, and without it W3C trace context still travels through every hop.
 * Returns a function that flushes and stops.
 */
export const startTelemetry = async (options: TelemetryOptions): Promise<() => Promise<void>> => {
  if (options.endpoint === undefined) return async () => {};
  Object.assign(process.env, { ...exportTracesOnly, ...process.env });
  const { NodeSDK } = await import("@opentelemetry/sdk-node");
  process.env.OTEL_RESOURCE_ATTRIBUTES ??= `service.namespace=caravan,service.version=${options.version}`;
  const sdk = new NodeSDK({ serviceName: options.app, instrumentations: [] });
  sdk.start();
  recording = true;
  return async () => {
    recording = false;
    await sdk.shutdown();
  };
};

const exportTracesOnly = {
  OTEL_TRACES_EXPORTER: "otlp",
  OTEL_METRICS_EXPORTER: "none",
  OTEL_LOGS_EXPORTER: "none",
  OTEL_TRACES_SAMPLER: "parentbased_traceidratio",
};

/** Runs a request inside a server span, or without one when nothing is exported. @see OpenTelemetry HTTP semantic conventions */
export const serverSpan = async (
  method: string,
  headers: Headers,
  work: (span: ServerSpan | undefined) => Promise<void>,
): Promise<void> => {
  if (!recording) return work(undefined);
  const parent = propagation.extract(context.active(), headers, {
    get: (carrier, name) => carrier.get(name) ?? undefined,
    keys: (carrier) => [...carrier.keys()],
  });
  const span = trace
    .getTracer("caravan")
    .startSpan(method, { kind: SpanKind.SERVER, attributes: { "http.request.method": method } }, parent);
  await context.with(trace.setSpan(parent, span), () =>
    work({
      traceId: span.isRecording() ? span.spanContext().traceId : undefined,
      end(route, status) {
        span.updateName(`${method} ${route}`);
        span.setAttributes({ "http.route": route, "http.response.status_code": status });
        if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
        span.end();
      },
    }),
  );
};
