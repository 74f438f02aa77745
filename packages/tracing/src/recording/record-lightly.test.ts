import { newId, Refusal } from "@caravan/contracts";
import { SpanKind } from "@opentelemetry/api";
import { ExportResultCode } from "@opentelemetry/core";
import { InMemorySpanExporter } from "@opentelemetry/sdk-trace";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { type Cause, continueOrder, currentCause } from "../continue-order.ts";
import { keptAttribute } from "../kept.ts";
import { noteRefund } from "../order-scope.ts";
import { continueTrace, inSpan, traceHeaders } from "../spans.ts";
import type { MayKeep } from "./budgets.ts";
import { startRecording } from "./index.ts";
import { mostSpans } from "./open-part.ts";

const traceId = "0af7651916cd43dd8448eb211c80319c";
const carrier = (flags: string) => ({
  traceparent: `00-${traceId}-b7ad6b7169203331-${flags}`,
  tracestate: "vendor=opaque",
});

const exporter = new InMemorySpanExporter();
const lost: [string, number][] = [];
let pending: (() => void)[] | undefined; // exports that the collector has not answered; at once while undefined
let mayKeep: MayKeep = () => true;
const recording = startRecording({
  mayKeep: (reason) => mayKeep(reason),
  ...{ app: "demo", version: "v1", endpoint: "http://127.0.0.1:4318", slowMilliseconds: 30_000 },
  onLost: (reason, spans) => lost.push([reason, spans]),
  exporter: {
    export: (spans, done) => {
      const fail = () => done({ code: ExportResultCode.FAILED, error: new Error("away") });
      if (pending === undefined) exporter.export([...spans], done);
      else pending.push(fail);
    },
    shutdown: () => exporter.shutdown(),
  },
});
beforeEach(() => {
  exporter.reset();
  lost.length = 0;
});
afterAll(() => recording.stop());

/** Name, flags and reason of each span. */
const exported = async () => {
  await recording.flush();
  const all = exporter.getFinishedSpans();
  return all.map((span) => [span.name, span.spanContext().traceFlags, span.attributes[keptAttribute]]);
};

/** A request with a call before `work`, one after it, and one in which it happens; returns what a call would send then. */
const request = async (
  flags: string,
  work: () => Promise<void>,
  startTime?: Date,
): Promise<Record<string, string>> => {
  let sent = {};
  const call = (name: string, run: () => Promise<void>, options = {}) =>
    inSpan(name, { kind: SpanKind.CLIENT, ...options }, run);
  await continueTrace(carrier(flags), () =>
    inSpan("request", { kind: SpanKind.SERVER }, async () => {
      await call("before", async () => {});
      await call("work", work, startTime && { startTime }).catch(() => {});
      await call("after", async () => {});
      sent = traceHeaders(undefined);
    }),
  );
  return sent;
};
const nothing = async () => {};
/** When work began that takes longer than `slowMilliseconds`. */
const longAgo = new Date(Date.now() - 60_000);
const fault = async () => {
  throw new TypeError("no");
};
const refusal = async () => {
  throw new Refusal({ kind: "conflict", code: "out-of-stock", detail: "None is left." });
};

describe("a request whose trace is not sampled", () => {
  it.each([
    ["that succeeds", nothing],
    ["that is refused", refusal],
  ])("%s exports nothing, and its calls are not sampled", async (_, work) => {
    const sent = await request("00", work);
    expect(sent).toMatchObject({ tracestate: "vendor=opaque" });
    expect(sent.traceparent).toMatch(new RegExp(`^00-${traceId}-(?!b7ad)[0-9a-f]{16}-00$`));
    expect(await exported()).toEqual([]);
  });

  it.each([
    ["fault", fault, undefined],
    ["slow", nothing, longAgo],
    ["refund", async () => noteRefund(), undefined],
  ])(
    "exports all its spans after a %s, and says why; its calls are sampled from then on",
    async (reason, work, startTime) => {
      const sent = await request("00", work, startTime);
      expect(sent).toMatchObject({ tracestate: "vendor=opaque" });
      expect(sent.traceparent).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`));
      expect(await exported()).toEqual([
        ["before", 1, reason],
        ["work", 1, reason],
        ["after", 1, undefined],
        ["request", 1, reason],
      ]);
      expect(lost).toEqual([]);
    },
  );

  it("says nothing of another one that runs at the same time", async () => {
    await Promise.all([request("00", fault), request("00", nothing, longAgo), request("00", nothing)]);
    const reasons = (await exported()).map(([name, , reason]) => `${name} ${reason}`);
    expect(reasons.filter((it) => it.startsWith("request"))).toHaveLength(2);
  });
});

it("a refused event is a fault: it waits until it is handled", async () => {
  const handle = () => inSpan("process order.placed.v1", { kind: SpanKind.CONSUMER }, refusal);
  await continueTrace(carrier("00"), handle).catch(() => {});
  expect(await exported()).toEqual([["process order.placed.v1", 1, "fault"]]);
});

it("a request whose trace is sampled exports all its spans, as they are", async () => {
  for (const work of [fault, async () => {}]) {
    exporter.reset();
    expect((await request("01", work)).traceparent).toMatch(/-01$/);
    expect((await exported()).map(([name, flags, why]) => [name, flags, why])).toEqual(
      ["before", "work", "after", "request"].map((name) => [name, 1, undefined]),
    );
  }
});

it("no trace begins here: work without a caller exports nothing", async () => {
  await inSpan("poll", {}, async () => expect(traceHeaders(undefined).traceparent).toMatch(/-00$/));
  expect(await exported()).toEqual([]);
});
it("a step that a kept request caused is sampled; one of another request is exported for what happens in itself", async () => {
  const order = { orderId: newId("ord"), traceparent: carrier("00").traceparent };
  const causedBy = async (work: () => Promise<void>) => {
    let cause: Cause;
    await request("00", async () => {
      cause = currentCause();
      await work();
    });
    return (name: string, step: () => Promise<void>) => continueOrder(name, order, step, { cause });
  };
  await (await causedBy(fault))("step of kept", async () => {});
  const quiet = await causedBy(async () => {});
  await quiet("step", async () => {});
  await quiet("refund", async () => noteRefund());
  const steps = (await exported()).filter(([name]) => /step|refund/.test(String(name)));
  expect(steps).toEqual([
    ["step of kept", 1, undefined],
    ["refund", 1, "refund"],
  ]);
});

it("when too many fail or are slow, their spans are lost and counted; money that goes back, and a fault after slowness, are exported all the same", async () => {
  mayKeep = () => false;
  expect((await request("00", fault)).traceparent).toMatch(/-00$/);
  await request("00", nothing, longAgo);
  expect(await exported()).toEqual([]);
  expect(lost.reduce((sum, [reason, spans]) => sum + (reason === "too-many" ? spans : 0), 0)).toBe(8);
  await request("00", async () => noteRefund());
  expect(await exported()).toHaveLength(4);
  exporter.reset();
  mayKeep = (reason) => reason === "fault";
  await request("00", () => inSpan("slow", { startTime: longAgo }, nothing).then(fault));
  expect((await exported()).map(([, , why]) => why)).toEqual(["fault", undefined, "fault"]);
  mayKeep = () => true;
});

describe("what is kept until it is known whether it is exported", () => {
  it("is bounded, and what was lost is counted when it is missed", async () => {
    const many = async () => {
      for (let i = 0; i < mostSpans + 10; i += 1) await inSpan("call", {}, async () => {});
    };
    await request("00", many);
    expect(lost).toEqual([]);
    await request("00", async () => {
      await many();
      await fault();
    });
    expect(lost).toEqual([["part-full", 11]]);
    expect(await exported()).toHaveLength(mostSpans + 3);
  });

  it("waits in a bounded queue; what finds no room, and what the collector does not take, is counted", async () => {
    pending = [];
    await Promise.all(Array.from({ length: 1_000 }, () => request("01", async () => {})));
    const spans = (reason: string) => lost.reduce((sum, [why, more]) => sum + (why === reason ? more : 0), 0);
    expect([spans("queue-full") > 0, spans("export-failed")]).toEqual([true, 0]);
    const waiting = 4_000 - spans("queue-full");
    const flushed = recording.flush().catch(() => {});
    for (const fail of pending) fail();
    pending = undefined;
    await flushed;
    expect(spans("export-failed")).toBe(waiting);
  });
});
