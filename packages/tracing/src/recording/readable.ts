import { cleanAttributes, type InstrumentationScope, millisToHrTime } from "@opentelemetry/core";
import type { Resource } from "@opentelemetry/resources";
import type { ReadableSpan } from "@opentelemetry/sdk-trace";
import { type KeepReason, keptAttribute, sampled } from "../kept.ts";
import type { LightSpan } from "./light-span.ts";

/** The SDK's own bound. */
const limits = { attributeCountLimit: 128, attributeValueLengthLimit: Number.POSITIVE_INFINITY };
const instrumentationScope: InstrumentationScope = { name: "caravan" };

/** A span that has ended, as exporters read it: in a sampled trace, with the reason. */
export const readable = (span: LightSpan, resource: Resource, reason: KeepReason): ReadableSpan => {
  const { name, kind, parent, startedAt, durationMilliseconds = 0, status, links = [], events = [] } = span;
  const context = sampled(span.spanContext());
  return {
    ...{ name, kind, status, resource, instrumentationScope, ended: true },
    spanContext: () => context,
    ...(parent === undefined ? {} : { parentSpanContext: parent }),
    startTime: millisToHrTime(startedAt),
    endTime: millisToHrTime(startedAt + durationMilliseconds),
    duration: millisToHrTime(durationMilliseconds),
    attributes: cleaned({ ...span.attributes, [keptAttribute]: reason }),
    links: links.map((link) => ({ context: link.context, attributes: cleaned(link.attributes) })),
    events: events.map((event) => ({
      ...{ name: event.name, time: millisToHrTime(event.at), attributes: cleaned(event.attributes) },
    })),
    ...{ droppedAttributesCount: 0, droppedEventsCount: 0, droppedLinksCount: 0 },
  };
};

const cleaned = (attributes: ReadableSpan["attributes"] | undefined) =>
  cleanAttributes(attributes, limits).attributes ?? {};
