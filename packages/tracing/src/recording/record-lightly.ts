import { isSpanContextValid, type SpanContext, trace } from "@opentelemetry/api";
import {
  AlwaysOffSampler,
  ParentBasedSampler,
  RandomIdGenerator,
  type Sampler,
  SamplingDecision,
} from "@opentelemetry/sdk-trace";
import { ContextOfPart, isExported } from "../kept.ts";
import type { LightRecorder } from "../start-span.ts";
import { LightSpan } from "./light-span.ts";
import { type KeepOptions, OpenPart } from "./open-part.ts";

/**
 * Of the SDK's spans: follows the caller's decision and begins no trace, the gateway does. What follows in a part that is kept
 * already is sampled.
 */
export const followTheCaller: Sampler = new ParentBasedSampler({
  root: new AlwaysOffSampler(),
  localParentNotSampled: {
    shouldSample(context) {
      const parent = trace.getSpanContext(context);
      const kept = parent !== undefined && isExported(parent);
      return { decision: kept ? SamplingDecision.RECORD_AND_SAMPLED : SamplingDecision.NOT_RECORD };
    },
    toString: () => "Kept",
  },
});

/**
 * Makes the spans of traces that are not sampled, in case their part turns out to be worth it. Those of sampled traces and of
 * parts that are kept already are the SDK's.
 */
export const recordParts = (options: KeepOptions): LightRecorder => {
  const ids = new RandomIdGenerator();
  const onEnd = (span: LightSpan): void => {
    if (span.context.part instanceof OpenPart) span.context.part.end(span);
  };
  return (name, spanOptions, above) => {
    const parent = isKnown(above) ? above : undefined;
    if (parent !== undefined && isExported(parent)) return undefined;
    const part = partBelow(parent, options);
    part.begin();
    const traceId = parent?.traceId ?? ids.generateTraceId();
    const context = new ContextOfPart(traceId, ids.generateSpanId(), parent?.traceState, part);
    return new LightSpan(name, spanOptions, { context, parent }, onEnd);
  };
};

/** Those that are made here are valid. */
const isKnown = (span: SpanContext | undefined): boolean =>
  span !== undefined && (span instanceof ContextOfPart || isSpanContextValid(span));

const partBelow = (parent: SpanContext | undefined, options: KeepOptions): OpenPart => {
  const part = parent instanceof ContextOfPart ? parent.part : undefined;
  return part instanceof OpenPart && !part.over ? part : new OpenPart(options);
};
