import {
  type Attributes,
  type AttributeValue,
  type Exception,
  type Link,
  type Span,
  type SpanContext,
  SpanKind,
  type SpanOptions,
  type SpanStatus,
  SpanStatusCode,
  type TimeInput,
} from "@opentelemetry/api";
import { hrTimeToMilliseconds, isTimeInput, timeInputToHrTime } from "@opentelemetry/core";
import type { ContextOfPart } from "../kept.ts";

/** Something that happened in a span; times are epoch milliseconds. */
interface LightEvent {
  readonly name: string;
  readonly at: number;
  readonly attributes: Attributes;
}

const unset: SpanStatus = { code: SpanStatusCode.UNSET };

/**
 * A span of a trace that is not sampled. It notes what it is told and no more, since most of them are dropped; the SDK's
 * checks and copies all of it at once. What is exported is made by `readable`.
 */
export class LightSpan implements Span {
  readonly context: ContextOfPart;
  readonly parent: SpanContext | undefined;
  readonly kind: SpanKind;
  links: Link[] | undefined;
  readonly attributes: Attributes;
  events: LightEvent[] | undefined;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  name: string;
  status: SpanStatus = unset;
  /** Undefined until it ends. */
  durationMilliseconds: number | undefined;
  /** Milliseconds of the process's own clock, which is never set; undefined where the start was given. */
  readonly #begun: number | undefined;
  readonly #onEnd: (span: LightSpan) => void;

  constructor(
    name: string,
    { kind = SpanKind.INTERNAL, links, attributes = {}, startTime }: SpanOptions,
    { context, parent }: { readonly context: ContextOfPart; readonly parent: SpanContext | undefined },
    onEnd: (span: LightSpan) => void,
  ) {
    this.context = context;
    this.parent = parent;
    this.kind = kind;
    this.links = links;
    this.attributes = attributes;
    this.startedAt = timeOf(startTime);
    this.name = name;
    this.#begun = startTime === undefined ? performance.now() : undefined;
    this.#onEnd = onEnd;
  }

  spanContext(): SpanContext {
    return this.context;
  }
  isRecording(): boolean {
    return this.durationMilliseconds === undefined;
  }
  setAttribute(key: string, value: AttributeValue): this {
    if (this.isRecording()) this.attributes[key] = value;
    return this;
  }
  setAttributes(attributes: Attributes): this {
    if (this.isRecording()) Object.assign(this.attributes, attributes);
    return this;
  }
  addEvent(name: string, attributes: Attributes | TimeInput = {}, time?: TimeInput): this {
    const [about, at] = isTimeInput(attributes) ? [{}, time ?? attributes] : [attributes, time];
    const event = { name, at: timeOf(at), attributes: about };
    if (this.isRecording()) this.events = [...(this.events ?? []), event];
    return this;
  }
  recordException(exception: Exception, time?: TimeInput): void {
    const { name, message } =
      typeof exception === "string" ? { name: "Error", message: exception } : exception;
    this.addEvent("exception", { "exception.type": name, "exception.message": message }, time);
  }
  addLink(link: Link): this {
    return this.addLinks([link]);
  }
  addLinks(links: Link[]): this {
    if (this.isRecording()) this.links = [...(this.links ?? []), ...links];
    return this;
  }
  setStatus(status: SpanStatus): this {
    if (this.isRecording() && this.status.code !== SpanStatusCode.OK) this.status = status;
    return this;
  }
  updateName(name: string): this {
    if (this.isRecording()) this.name = name;
    return this;
  }
  end(endTime?: TimeInput): void {
    if (!this.isRecording()) return;
    const lasted =
      endTime === undefined && this.#begun !== undefined
        ? performance.now() - this.#begun
        : timeOf(endTime) - this.startedAt;
    this.durationMilliseconds = Math.max(0, lasted);
    this.#onEnd(this);
  }
}

const timeOf = (time: TimeInput | undefined): number =>
  time === undefined ? Date.now() : hrTimeToMilliseconds(timeInputToHrTime(time));
