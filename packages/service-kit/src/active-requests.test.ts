import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { countActive } from "./active-requests.ts";
import { createRouter, metrics } from "./index.ts";

const encoder = new TextEncoder();
/** A stream of messages that are sent from outside, and what became of it. */
const openSource = () => {
  const came: { cancelled?: unknown; controller?: ReadableStreamDefaultController<Uint8Array> } = {};
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => {
      came.controller = controller;
    },
    cancel: (reason) => {
      came.cancelled = reason ?? "cancelled";
    },
  });
  return { stream, came, send: (text: string) => came.controller?.enqueue(encoder.encode(text)) };
};
const routerOf = (stream: ReadableStream, wait?: Promise<void>) => {
  const router = createRouter({ app: "demo", version: "v2" });
  router.hono.get(
    "/events",
    () => new Response(stream, { headers: { "content-type": "text/event-stream" } }),
  );
  router.hono.get("/slow", async (c) => {
    await wait;
    return c.text("done");
  });
  router.hono.get("/odd", () => Promise.reject("no error"));
  return router;
};
const countOf = async (stream: boolean): Promise<number> => {
  const found = await metrics.getSingleMetric("http_server_active_requests")?.get();
  const values = found?.values.filter(({ labels }) => labels.stream === String(stream)) ?? [];
  return values.reduce((sum, { value }) => sum + value, 0);
};
const textOf = async (reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string | undefined> => {
  const { value } = await reader.read();
  return value && new TextDecoder().decode(value);
};

/** Other tests of this process may have left streams open. */
let before = [0, 0];
const activeOf = async (stream: boolean): Promise<number> =>
  (await countOf(stream)) - (before[Number(stream)] ?? 0);

beforeEach(async () => {
  before = [await countOf(false), await countOf(true)];
});
afterEach(async () => {
  vi.useRealTimers();
  expect([await activeOf(false), await activeOf(true)], "none is left behind").toEqual([0, 0]);
});

test("a request is counted while it is served, whatever becomes of it", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const router = routerOf(openSource().stream, promise);
  const reply = router.request("/slow");
  expect(await activeOf(false)).toBe(1);
  resolve();
  expect(await (await reply).text()).toBe("done");
  await router.request("/none");
  await expect(router.request("/odd")).rejects.toBe("no error");
});

test("a stream of events is counted until its reader goes", async () => {
  const { stream, came, send } = openSource();
  const reply = await routerOf(stream).request("/events");
  expect([await activeOf(false), await activeOf(true)]).toEqual([0, 1]);
  expect(reply.headers.get("content-type")).toBe("text/event-stream");
  expect(reply.headers.get("x-served-by")).toBe("demo=v2");
  const reader = (reply.body ?? stream).getReader();
  send("data: 1\n\n");
  expect(await textOf(reader)).toBe("data: 1\n\n");
  await reader.cancel("gone");
  expect(came.cancelled).toBe("gone");
});

test("or until it ends by itself, also by an error", async () => {
  for (const ends of [
    (one: ReadableStreamDefaultController) => one.close(),
    (one: ReadableStreamDefaultController) => one.error(new Error("broken")),
  ]) {
    const { stream, came } = openSource();
    const reply = await routerOf(stream).request("/events");
    if (came.controller) ends(came.controller);
    await reply.text().catch((error: Error) => expect(error.message).toBe("broken"));
    expect(await activeOf(true)).toBe(0);
  }
});

test("a stream ends after five minutes at the most, between two messages, so that its browser comes back by the weights", async () => {
  vi.useFakeTimers();
  const { stream, came, send } = openSource();
  const reply = await routerOf(stream).request("/events");
  const reader = (reply.body ?? stream).getReader();
  await vi.advanceTimersByTimeAsync(239_000);
  send("data: 1\n\n");
  expect(await textOf(reader)).toBe("data: 1\n\n");
  const next = reader.read();
  await vi.advanceTimersByTimeAsync(61_000);
  expect(await next).toEqual({ done: true, value: undefined });
  expect(came.cancelled).toBeDefined();
});

test("a reply that is no stream of events is not made one to be counted: it is written at once, head and text", () => {
  const reply = Response.json({ code: "sold-out" }, { status: 409 });
  const body = vi.fn();
  Object.defineProperty(reply, "body", { get: body });
  expect(countActive("POST")(reply)).toBe(reply);
  expect(body).not.toHaveBeenCalled();
});
