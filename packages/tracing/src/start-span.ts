import { type Context, type Span, type SpanContext, type SpanOptions, trace } from "@opentelemetry/api";

// The recording sets this, which is loaded only where spans are recorded: were the contracts among what it imports, a bundle would keep all
// of them in every app (proof 19), since what is loaded later is not shaken.

const tracer = trace.getTracer("caravan");

/** Makes the spans of what is not sampled; undefined for a span that the SDK is to make. */
export type LightRecorder = (
  name: string,
  options: SpanOptions,
  parent: SpanContext | undefined,
) => Span | undefined;

let light: LightRecorder | undefined;

/** From now on spans are made by this first. */
export const recordLightly = (recorder: LightRecorder | undefined): void => {
  light = recorder;
};

/** Begins a span. The caller makes it current where it is to be, and ends it. */
export const startSpan = (name: string, options: SpanOptions, parent: Context): Span =>
  light?.(name, options, trace.getSpanContext(parent)) ?? tracer.startSpan(name, options, parent);
