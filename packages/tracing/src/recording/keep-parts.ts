import { type SpanContext, trace } from "@opentelemetry/api";
import {
  AlwaysOffSampler,
  createAlwaysRecordSampler,
  ParentBasedSampler,
  type ReadableSpan,
  type Sampler,
  SamplingDecision,
  type SpanProcessor,
} from "@opentelemetry/sdk-trace";
import { addToPart, isSampled, type KeepReason, keptAttribute, type Part, partOf, sampled } from "../kept.ts";

/** A part that makes more spans than this loses the rest; a request of ours makes fewer than 30. */
export const mostSpans = 128;

/**
 * Follows the caller's decision and begins no trace: the gateway does. What is not sampled is recorded (`RECORD_ONLY`), so
 * that {@link keepParts} may export it; what follows in a part that is kept already is sampled.
 */
export const followTheCaller: Sampler = createAlwaysRecordSampler(
  new ParentBasedSampler({
    root: new AlwaysOffSampler(),
    localParentNotSampled: {
      shouldSample: (context) => ({
        decision:
          partOf(trace.getSpanContext(context))?.kept === undefined
            ? SamplingDecision.NOT_RECORD
            : SamplingDecision.RECORD_AND_SAMPLED,
      }),
      toString: () => "Kept",
    },
  }),
);

/** Whether one more part may be kept now for this reason: faults and slow ones come in crowds when the shop is short of CPU. */
export type MayKeep = (reason: Exclude<KeepReason, "refund">) => boolean;

/** How {@link keepParts} decides. */
export interface KeepOptions {
  /** A span that takes so long makes its part kept. */
  readonly slowMilliseconds: number;
  readonly mayKeep: MayKeep;
  /** Told of spans that were to be exported and are not: their part has too many, or there are too many parts. */
  readonly onLost: (reason: "part-full" | "too-many", spans: number) => void;
}

/** Allows so many a second for each reason, so that slow parts leave room for those that fail. */
export const budgets = (
  most: Readonly<Record<"fault" | "slow", number>>,
  now: () => number = performance.now.bind(performance),
): MayKeep => {
  const budget = { fault: perSecond(most.fault, now), slow: perSecond(most.slow, now) };
  return (reason) => budget[reason]();
};

const perSecond = (most: number, now: () => number) => {
  let second = Number.NaN;
  let allowed = 0;
  return (): boolean => {
    const current = Math.floor(now() / 1_000);
    if (current !== second) allowed = 0;
    second = current;
    allowed += 1;
    return allowed <= most;
  };
};

/** Passes on every sampled span when it ends, and of the others those of parts that turn out to be worth it. */
export const keepParts = (next: SpanProcessor, options: KeepOptions): SpanProcessor => {
  const partAt = (parent: SpanContext | undefined): Part => {
    const part = partOf(parent);
    return part === undefined || part.over ? beginPart(next, options) : part;
  };
  return {
    onStart(span, parentContext) {
      if (isSampled(span.spanContext())) return next.onStart(span, parentContext);
      const part = partAt(trace.getSpanContext(parentContext));
      part.begin();
      addToPart(span.spanContext(), part);
    },
    onEnd(span) {
      const part = partOf(span.spanContext());
      if (part === undefined) next.onEnd(span);
      else part.end(span);
    },
    forceFlush: () => next.forceFlush(),
    shutdown: () => next.shutdown(),
  };
};

const beginPart = (next: SpanProcessor, { slowMilliseconds, mayKeep, onLost }: KeepOptions): Part => {
  let kept: KeepReason | undefined;
  let refused: KeepReason | undefined;
  let open = 0;
  let lost = 0;
  let ended: ReadableSpan[] = [];
  const keep = (reason: KeepReason): void => {
    if (kept !== undefined || refused === reason) return;
    if (reason === "refund" || mayKeep(reason)) {
      kept = reason;
      for (const span of ended) next.onEnd(asSampled(span, reason));
    } else {
      refused = reason;
      onLost("too-many", ended.length);
    }
    if (lost > 0) onLost("part-full", lost);
    ended = [];
  };
  return {
    get kept() {
      return kept;
    },
    get over() {
      return open === 0;
    },
    keep,
    begin() {
      open += 1;
    },
    end(span) {
      open -= 1;
      if (millisecondsOf(span) >= slowMilliseconds) keep("slow");
      if (kept !== undefined) next.onEnd(asSampled(span, kept));
      else if (refused !== undefined) onLost("too-many", 1);
      else if (open === 0) ended = [];
      else if (ended.length < mostSpans) ended.push(span);
      else lost += 1;
    },
  };
};

/** The span as readers see it: in a sampled trace, with the reason. */
const asSampled = (span: ReadableSpan, reason: KeepReason): ReadableSpan =>
  Object.create(span, {
    spanContext: { value: () => sampled(span.spanContext()) },
    attributes: { value: { ...span.attributes, [keptAttribute]: reason } },
  }) as ReadableSpan;

const millisecondsOf = ({ duration: [seconds, nanoseconds] }: ReadableSpan): number =>
  seconds * 1_000 + nanoseconds / 1_000_000;
