import { AsyncLocalStorage } from "node:async_hooks";
import {
  type Context,
  context,
  propagation,
  type Span,
  SpanKind,
  type SpanOptions,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import { emptyContext } from "./context.ts";
import { isFault } from "./fault.ts";
import { ContextOfPart, keepSpans } from "./kept.ts";
import { currentOrder, orderAttribute } from "./order-scope.ts";
import { startSpan } from "./start-span.ts";

// Without an OpenTelemetry SDK in the process spans do nothing, and the `traceparent` that is continued is passed on.

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
  const active = context.active();
  const span = trace.getSpanContext(active);
  if (span instanceof ContextOfPart) {
    headers.traceparent = span.traceparent;
    if (span.traceState !== undefined) headers.tracestate = span.traceState.serialize();
  } else propagation.inject(active, headers);
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
  const span = startSpan(name, { ...options, attributes: { ...about, ...attributes } }, parent);
  return context.with(trace.setSpan(parent, span), async () => {
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
  passingOn(carrier.traceparent, () => context.with(receivedIn(carrier), work));

/** The context in which the span that was received or stored is the parent; without one where nothing records spans. */
export const receivedIn = (carrier: TraceContext): Context => propagation.extract(emptyContext, carrier);

export { SpanKind };
