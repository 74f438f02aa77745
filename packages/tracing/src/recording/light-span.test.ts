import { type Span, SpanKind, SpanStatusCode } from "@opentelemetry/api";
import { InMemorySpanExporter, type ReadableSpan } from "@opentelemetry/sdk-trace";
import { afterAll, beforeEach, expect, it } from "vitest";
import { keepSpans, keptAttribute } from "../kept.ts";
import { continueTrace, inSpan } from "../spans.ts";
import { startRecording } from "./index.ts";

const carrier = (flags: string) => ({
  traceparent: `00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-${flags}`,
  tracestate: "vendor=opaque",
});
const exporter = new InMemorySpanExporter();
const recording = startRecording({
  ...{ app: "demo", version: "v1", endpoint: "http://127.0.0.1:4318", slowMilliseconds: 30_000 },
  onLost: () => {},
  exporter,
});
beforeEach(() => exporter.reset());
afterAll(() => recording.stop());

const at = new Date("2026-11-01T10:00:00.250Z");
const elsewhere = { traceId: "4bf92f3577b34da6a3ce929d0e0e4736", spanId: "00f067aa0ba902b7", traceFlags: 1 };

/** All that a span can be told, in a request. */
const tell = (span: Span) => {
  span.setAttribute("one", 1).setAttributes({ two: ["a", "b"], none: undefined });
  span.addEvent("seen", { by: "test" }, at).addEvent("at", at).addLink({ context: elsewhere });
  span.recordException(new TypeError("no"), at);
  span.setStatus({ code: SpanStatusCode.ERROR, message: "why" }).updateName("renamed");
  span.end(at.getTime() + 5);
  span.setAttribute("late", true).updateName("late").end();
};

const exported = async (flags: string): Promise<readonly ReadableSpan[]> => {
  exporter.reset();
  await continueTrace(carrier(flags), () =>
    inSpan("request", { kind: SpanKind.SERVER }, async () => {
      await inSpan("call", { kind: SpanKind.CLIENT, startTime: at, attributes: { zero: 0 } }, async (span) =>
        tell(span),
      );
      keepSpans("fault");
    }),
  );
  await recording.flush();
  return exporter.getFinishedSpans();
};

/** What does not differ from run to run. */
const comparable = (span: ReadableSpan, all: readonly ReadableSpan[]) => {
  const { traceId, traceFlags, traceState } = span.spanContext();
  const { [keptAttribute]: _, ...attributes } = span.attributes;
  const above = span.parentSpanContext?.spanId;
  const { name, kind, status, ended, startTime, endTime, duration } = span;
  return {
    ...{ name, kind, status, ended, attributes, traceId, traceFlags, tracestate: traceState?.serialize() },
    parent: all.find((it) => it.spanContext().spanId === above)?.name ?? above,
    links: span.links.map(({ context, attributes: about = {} }) => ({ context, about })),
    events: span.events.map(({ name: event, time, attributes: about }) => ({
      ...{ event, time, about: { ...about, "exception.stacktrace": "" } },
    })),
    ...{ resource: span.resource.attributes, scope: span.instrumentationScope.name },
    times: name === "request" ? undefined : { startTime, endTime, duration },
  };
};

it("a span of a kept request says what the SDK's span of a sampled one says, besides the reason", async () => {
  const [ofSdk, light] = [await exported("01"), await exported("00")];
  expect(light.map((span) => span.attributes[keptAttribute])).toEqual(["fault", "fault"]);
  expect(ofSdk.map((span) => span.attributes[keptAttribute])).toEqual([undefined, undefined]);
  expect(light.map((span) => comparable(span, light))).toEqual(ofSdk.map((span) => comparable(span, ofSdk)));
  expect(ofSdk).toHaveLength(2);
});

it("its time is when it began and how long it took, never less than nothing", async () => {
  const before = Date.now();
  await exported("00");
  const [call, request] = exporter.getFinishedSpans();
  const [seconds, nanoseconds] = request?.startTime ?? [0, 0];
  expect(seconds * 1_000 + nanoseconds / 1e6).toBeGreaterThanOrEqual(before - 1);
  expect(request?.duration[0]).toBeLessThan(10);
  expect(call?.duration).toEqual([0, 5_000_000]);
  await continueTrace(carrier("00"), () =>
    inSpan("back", { startTime: at }, async (span) => {
      keepSpans("fault");
      span.end(at.getTime() - 5);
    }),
  );
  await recording.flush();
  expect(exporter.getFinishedSpans().at(-1)?.duration).toEqual([0, 0]);
});
