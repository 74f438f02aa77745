import { isExported, keepSpans, receivedIn, startSpan, type TraceContext } from "@caravan/tracing";
import { context, type Span, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { counter } from "./metrics.ts";

/** The span of the request being served. */
export interface ServerSpan {
  /** Names the span by its route and records the outcome. Returns its trace if that is exported: sampled, or kept. */
  end(route: string, status: number): string | undefined;
}

let recording = false;

/** The name and the destination of traces. */
export interface TelemetryOptions {
  readonly app: string;
  readonly version: string;
  /** The OTLP endpoint (HTTP) of traces; without it nothing is loaded or recorded. */
  readonly endpoint: string | undefined;
  /** What takes so long is exported also when its trace is not sampled. */
  readonly slowMilliseconds: number;
}

const lost = counter("caravan_spans_lost_total", "Spans that were to be exported and are not.", ["reason"]);

/**
 * Starts exporting traces when an endpoint is configured.
 * Loaded on demand: without the SDK W3C trace context still travels through every hop.
 * Returns a function that flushes and stops.
 */
export const startTelemetry = async (options: TelemetryOptions): Promise<() => Promise<void>> => {
  const { endpoint } = options;
  if (endpoint === undefined) return async () => {};
  const { startRecording } = await import("@caravan/tracing/recording");
  const { stop } = startRecording({
    ...options,
    endpoint,
    onLost: (reason, spans) => lost.inc({ reason }, spans),
  });
  recording = true;
  return async () => {
    recording = false;
    await stop();
  };
};

/** Runs a request inside a server span, or without one when nothing is exported. @see OpenTelemetry HTTP semantic conventions */
export const serverSpan = async (
  method: string,
  carrier: TraceContext,
  work: (span: ServerSpan | undefined) => Promise<void>,
): Promise<void> => {
  if (!recording) return work(undefined);
  const parent = receivedIn(carrier);
  const attributes = { "http.request.method": method };
  const span = startSpan(method, { kind: SpanKind.SERVER, attributes }, parent);
  await context.with(trace.setSpan(parent, span), () =>
    work({ end: (route, status) => endServerSpan(span, `${method} ${route}`, route, status) }),
  );
};

const endServerSpan = (span: Span, name: string, route: string, status: number): string | undefined => {
  span.updateName(name);
  span.setAttribute("http.route", route);
  span.setAttribute("http.response.status_code", status);
  if (status >= 500) {
    span.setStatus({ code: SpanStatusCode.ERROR });
    keepSpans("fault");
  }
  span.end();
  const own = span.spanContext();
  return isExported(own) ? own.traceId : undefined;
};
