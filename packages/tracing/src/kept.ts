import { type Context, type SpanContext, TraceFlags, trace } from "@opentelemetry/api";
import type { ReadableSpan } from "@opentelemetry/sdk-trace";

/** Why spans of a trace that is not sampled are exported all the same. */
export type KeepReason = "fault" | "slow" | "refund";

/** The attribute of such a span: its {@link KeepReason}. The collector keeps traces that have it (`kept-by-an-app` in charts/observability). */
export const keptAttribute = "caravan.kept";

/** What this process does of a trace that is not sampled, for one request, event or step: the spans below one that has no parent here. */
export interface Part {
  /** Why its spans are exported; undefined as long as they are not. */
  readonly kept: KeepReason | undefined;
  /** All its spans have ended: what follows is another part. */
  readonly over: boolean;
  /** Exports its spans, those that have ended and those that will. */
  keep(reason: KeepReason): void;
  /** A span of it begins. */
  begin(): void;
  /** A span of it ends. */
  end(span: ReadableSpan): void;
}

/** Held by the spans themselves: a part is forgotten with the last of them. */
const parts = new WeakMap<SpanContext, Part>();

/** The part that a span belongs to; undefined where it is sampled, or nothing records spans. */
export const partOf = (span: SpanContext | undefined): Part | undefined =>
  span === undefined ? undefined : parts.get(span);

/** Makes a span belong to a part. */
export const addToPart = (span: SpanContext, part: Part): void => {
  parts.set(span, part);
};

/** Exports what this process does of the current request, event or step, although its trace is not sampled; calls from now on are sampled. */
export const keepSpans = (reason: KeepReason): void =>
  partOf(trace.getActiveSpan()?.spanContext())?.keep(reason);

export const isSampled = ({ traceFlags }: SpanContext): boolean => (traceFlags & TraceFlags.SAMPLED) !== 0;

/** The same span, of a sampled trace: all else of its context stays as it was received. */
export const sampled = (span: SpanContext): SpanContext => ({
  ...span,
  traceFlags: span.traceFlags | TraceFlags.SAMPLED,
});

/** The context that outgoing calls get: their trace is sampled once this part of it is kept. */
export const outgoing = (context: Context): Context => {
  const span = trace.getSpanContext(context);
  return span !== undefined && partOf(span)?.kept !== undefined && !isSampled(span)
    ? trace.setSpanContext(context, sampled(span))
    : context;
};
