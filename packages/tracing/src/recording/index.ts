import { hostname } from "node:os";
import { createNoopMeter, type MeterProvider } from "@opentelemetry/api";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { defaultResource, resourceFromAttributes } from "@opentelemetry/resources";
import { NodeSDK } from "@opentelemetry/sdk-node";
import { BatchSpanProcessor, type SpanExporter } from "@opentelemetry/sdk-trace";
import type { KeepReason } from "../kept.ts";
import { recordLightly } from "../start-span.ts";
import { budgets, type MayKeep } from "./budgets.ts";
import type { LightSpan } from "./light-span.ts";
import { readable } from "./readable.ts";
import { followTheCaller, recordParts } from "./record-lightly.ts";

/**
 * Why spans are lost: more wait than there is room for, the collector did not take them, one request made too many, or too many requests
 * that are not sampled failed or were slow.
 */
export type LossReason = "queue-full" | "export-failed" | "part-full" | "too-many";

/** What is recorded, and where it goes. */
export interface RecordingOptions {
  /** `service.name` */
  readonly app: string;
  readonly version: string;
  /** Base URL of an OTLP collector (HTTP). */
  readonly endpoint: string;
  /** A span that takes so long is exported with those beside it, also when its trace is not sampled. */
  readonly slowMilliseconds: number;
  /** Told of spans that were to be exported and are not. */
  readonly onLost: (reason: LossReason, spans: number) => void;
  /** In place of the collector at the endpoint; for tests. */
  readonly exporter?: SpanExporter;
  /** In place of {@link mostKeptPerSecond}; for tests. */
  readonly mayKeep?: MayKeep;
}

/** What runs once spans are recorded. */
export interface Recording {
  /** Exports what waits. */
  flush(): Promise<void>;
  /** Exports what waits, and no more after that. */
  stop(): Promise<void>;
}

/** Spans that wait for export; at 2 KB each, 4 MB. More are lost: see {@link RecordingOptions.onLost}. */
const mostWaiting = 2_048;

/**
 * Of the requests that are not sampled, so many may be exported. What is kept is sampled by all services behind it, and in an app that is
 * short of CPU every request is slow: few of them, or it gets busier by that.
 */
const mostKeptPerSecond = { fault: 5, slow: 1 } as const;

/** Records the spans of this process from now on; once per process. */
export const startRecording = (options: RecordingOptions): Recording => {
  const { app, version, endpoint, slowMilliseconds, onLost, mayKeep = budgets(mostKeptPerSecond) } = options;
  const exporter = options.exporter ?? new OTLPTraceExporter({ url: new URL("/v1/traces", endpoint).href });
  const batches = new BatchSpanProcessor({
    exporter,
    maxQueueSize: mostWaiting,
    selfObsMeterProvider: meterOf(onLost),
  });
  const own = resourceFromAttributes({
    "service.name": app,
    "service.namespace": "caravan",
    "service.version": version,
    "service.instance.id": hostname(),
  });
  const resource = defaultResource().merge(own);
  const sdk = new NodeSDK({
    resource,
    sampler: followTheCaller,
    spanProcessors: [batches],
    textMapPropagator: new W3CTraceContextPropagator(),
    // Spans only, and only what is said here: nothing of it is taken from OTEL_* variables.
    autoDetectResources: false,
    metricReaders: [],
    logRecordProcessors: [],
  });
  sdk.start();
  const onKept = (span: LightSpan, reason: KeepReason) => batches.onEnd(readable(span, resource, reason));
  recordLightly(recordParts({ slowMilliseconds, mayKeep, onLost, onKept }));
  return {
    flush: () => batches.forceFlush(),
    stop() {
      recordLightly(undefined);
      return sdk.shutdown();
    },
  };
};

/**
 * Hears how the queue of spans fares, without the SDK of metrics.
 *
 * @see OpenTelemetry semantic conventions, `otel.sdk.processor.span.processed`: `error.type` says why spans were not exported
 */
const meterOf = (onLost: RecordingOptions["onLost"]): MeterProvider => {
  const meter = createNoopMeter();
  meter.createCounter = () => ({
    add(spans, attributes) {
      const why = attributes?.["error.type"];
      if (why !== undefined) onLost(why === "queue_full" ? "queue-full" : "export-failed", spans);
    },
  });
  return { getMeter: () => meter };
};
