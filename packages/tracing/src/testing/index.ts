import { context, propagation, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { orderAttribute, refundAttribute } from "../order-scope.ts";

/** A finished span, as tests compare it. */
export interface RecordedSpan {
  readonly name: string;
  readonly traceId: string;
  /** The span id of its parent. */
  readonly parent: string | undefined;
  /** The traces that it is linked with. */
  readonly links: readonly string[];
  /** The order that it is about. */
  readonly order: unknown;
  /** Whether money goes back in it. */
  readonly refund: boolean;
}

/** Records all spans during the tests of a `describe` or of a file; returns those of the current test that have ended. */
export const recordSpans = (): (() => RecordedSpan[]) => {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  beforeAll(() => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    propagation.setGlobalPropagator(new W3CTraceContextPropagator());
    trace.setGlobalTracerProvider(provider);
  });
  beforeEach(() => exporter.reset());
  afterAll(() => provider.shutdown());
  return () =>
    exporter.getFinishedSpans().map((span) => ({
      name: span.name,
      traceId: span.spanContext().traceId,
      parent: span.parentSpanContext?.spanId,
      links: span.links.map(({ context: { traceId } }) => traceId),
      order: span.attributes[orderAttribute],
      refund: span.attributes[refundAttribute] === true,
    }));
};
