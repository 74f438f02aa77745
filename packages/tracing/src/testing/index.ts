import { NodeSDK } from "@opentelemetry/sdk-node";
import { InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace";
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

/** Records spans during the tests of a `describe` or of a file; returns those of the current test that have ended. */
export const recordSpans = (): (() => RecordedSpan[]) => {
  const exporter = new InMemorySpanExporter();
  const spanProcessors = [new SimpleSpanProcessor({ exporter })];
  const sdk = new NodeSDK({ spanProcessors, instrumentations: [], autoDetectResources: false });
  beforeAll(() => sdk.start());
  beforeEach(() => exporter.reset());
  afterAll(() => sdk.shutdown());
  return () =>
    exporter.getFinishedSpans().map((span) => ({
      name: span.name,
      traceId: span.spanContext().traceId,
      parent: span.parentSpanContext?.spanId,
      links: span.links.map(({ context }) => context.traceId),
      order: span.attributes[orderAttribute],
      refund: span.attributes[refundAttribute] === true,
    }));
};
