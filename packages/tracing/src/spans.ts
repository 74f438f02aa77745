import { AsyncLocalStorage } from "node:async_hooks";
import {
  type Context,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  type SpanOptions,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import { isFault } from "./fault.ts";
import { keepSpans, outgoing } from "./kept.ts";
import { currentOrder, orderAttribute } from "./order-scope.ts";

// Without an OpenTelemetry SDK in the process spans do nothing, and the `traceparent` that is continued is passed on.

export const tracer = trace.getTracer("caravan");

/** The trace that is continued here, for calls made without a span. */
const continued = new AsyncLocalStorage<string | undefined>();

/** W3C trace context as it was received or stored. */
export interface TraceContext {
  readonly traceparent?: string | undefined;
  readonly tracestate?: string | undefined;
}

/**
 * The trace headers of an outgoing call: of the active span, else of the trace that is continued, else those received.
 *
 * @see W3C Trace Context, section 3.2
 */
export const traceHeaders = (received: TraceContext | undefined): Record<string, string> => {
  const headers: Record<string, string> = {};
  const own = continued.getStore();
  const traceparent = own ?? received?.traceparent;
  if (traceparent) headers.traceparent = traceparent;
  if (own === undefined && received?.tracestate) headers.tracestate = received.tracestate;
  propagation.inject(outgoing(context.active()), headers);
  return headers;
};

/**
 * Runs `work` in a span, which ends with it and takes its error. The span carries the order it is about. A fault is exported
 * also when the trace is not sampled.
 */
export const inSpan = <T>(
  name: string,
  { attributes, ...options }: SpanOptions,
  work: (span: Span) => Promise<T>,
  parent: Context = context.active(),
): Promise<T> => {
  const orderId = currentOrder();
  const about = orderId === undefined ? {} : { [orderAttribute]: orderId };
  const all = { ...options, attributes: { ...about, ...attributes } };
  return tracer.startActiveSpan(name, all, parent, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      span.setAttribute("error.type", error instanceof Error ? error.name : "unknown");
      if (isFault(error, options.kind)) keepSpans("fault");
      throw error;
    } finally {
      span.end();
    }
  });
};

/** Passes this trace on to the calls of `work`, also without a span. */
export const passingOn = <T>(traceparent: string | undefined, work: () => T): T =>
  continued.run(traceparent, work);

/** Runs `work` as a continuation of the trace that an event carries. */
export const continueTrace = <T>(carrier: TraceContext, work: () => Promise<T>): Promise<T> =>
  passingOn(carrier.traceparent, () => context.with(propagation.extract(ROOT_CONTEXT, carrier), work));

export { SpanKind };
