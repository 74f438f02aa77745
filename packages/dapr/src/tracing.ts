import type { CallContext } from "@caravan/contracts";
import {
  type Attributes,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";

// Without an OpenTelemetry SDK in the process all of this does nothing, and the caller's own `traceparent` is passed on.

const tracer = trace.getTracer("@caravan/dapr");

/** The trace headers for an outgoing call: of the active span, or else those of the current request. */
export const traceHeaders = (call: CallContext | undefined): Record<string, string> => {
  const headers: Record<string, string> = {};
  for (const name of ["traceparent", "tracestate"]) {
    const value = call?.headers[name];
    if (value) headers[name] = value;
  }
  propagation.inject(context.active(), headers);
  return headers;
};

/** Runs `work` in a span, which ends with it and takes its error. */
export const inSpan = <T>(
  name: string,
  kind: SpanKind,
  attributes: Attributes,
  work: (span: Span) => Promise<T>,
): Promise<T> =>
  tracer.startActiveSpan(name, { kind, attributes }, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      span.setAttribute("error.type", error instanceof Error ? error.name : "unknown");
      throw error;
    } finally {
      span.end();
    }
  });

/** Runs `work` as a continuation of the trace an event carries. */
export const continueTrace = <T>(carrier: Record<string, string>, work: () => Promise<T>): Promise<T> =>
  context.with(propagation.extract(ROOT_CONTEXT, carrier), work);

export { SpanKind };
