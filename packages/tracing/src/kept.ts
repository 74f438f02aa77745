import { type SpanContext, TraceFlags, type TraceState, trace } from "@opentelemetry/api";

/** Why spans of a trace that is not sampled are exported all the same. */
export type KeepReason = "fault" | "slow" | "refund";

/** The attribute of such a span: its {@link KeepReason}. The collector keeps traces that have it (`kept-by-an-app` in charts/observability). */
export const keptAttribute = "caravan.kept";

/** What this process does of a trace that is not sampled, for one request, event or step: the spans below one that has no parent here. */
export interface Part {
  /** Why its spans are exported; undefined as long as they are not. */
  readonly kept: KeepReason | undefined;
  /** Exports its spans, those that have ended and those that will. */
  keep(reason: KeepReason): void;
}

/** The context of a span that belongs to a part. */
export class ContextOfPart implements SpanContext {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceFlags: number = TraceFlags.NONE;
  readonly traceState?: TraceState;
  readonly part: Part;
  constructor(traceId: string, spanId: string, traceState: TraceState | undefined, part: Part) {
    this.traceId = traceId;
    this.spanId = spanId;
    if (traceState !== undefined) this.traceState = traceState;
    this.part = part;
  }
  /** What calls from here send: sampled once the part is kept. */
  get traceparent(): string {
    return `00-${this.traceId}-${this.spanId}-${this.part.kept === undefined ? "00" : "01"}`;
  }
}

/** The part that a span belongs to; undefined where it is sampled, or nothing records spans. */
export const partOf = (span: SpanContext | undefined): Part | undefined =>
  span instanceof ContextOfPart ? span.part : undefined;

/** Exports what this process does of the current request, event or step, although its trace is not sampled; calls from now on are sampled. */
export const keepSpans = (reason: KeepReason): void =>
  partOf(trace.getActiveSpan()?.spanContext())?.keep(reason);

/** Whether all that follows a span is exported: its trace is sampled, or this part of it is kept. */
export const isExported = (span: SpanContext): boolean =>
  (span.traceFlags & TraceFlags.SAMPLED) !== 0 || partOf(span)?.kept !== undefined;

/** The same span, of a sampled trace: all else of its context stays as it was received. */
export const sampled = ({ traceId, spanId, traceFlags, traceState }: SpanContext): SpanContext => ({
  ...{ traceId, spanId, traceFlags: traceFlags | TraceFlags.SAMPLED },
  ...(traceState === undefined ? {} : { traceState }),
});
