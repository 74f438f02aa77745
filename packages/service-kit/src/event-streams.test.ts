import type { AddressInfo, Socket } from "node:net";
import { connect } from "node:net";
import { defineRoute, newId } from "@caravan/contracts";
import { serve } from "@hono/node-server";
import * as v from "valibot";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { createRouter, metrics, openStreams, scopeHeader, subjectHeader } from "./index.ts";

const route = defineRoute({
  id: "watch",
  method: "GET",
  path: "/v1/watch",
  summary: "A test.",
  access: "shopper",
  success: { status: 200, body: v.string(), mediaType: "text/event-stream" },
  refusals: ["streams-exhausted"],
});
const [ann, bob, cat] = [newId("gst"), newId("gst"), newId("gst")];
const message = (text: string) => new TextEncoder().encode(`data: ${text}\n\n`);
const closing: (() => void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) close();
  await expect.poll(streamsCounted).toBe(0);
});

/** A service over real connections, with streams that tests tell. */
const start = async (most = 10) => {
  const counts: number[] = [];
  const streams = openStreams<string>({ what: "tests", most, mostOfKey: 2, onCount: (n) => counts.push(n) });
  const router = createRouter({ app: "demo", version: "v1" }).mount(
    { route },
    { route: async ({ shopperId }) => streams.open(shopperId, shopperId, [message("first")]) },
  );
  const server = serve({ fetch: (request, bindings) => router.hono.fetch(request, bindings), port: 0 });
  const held: Socket[] = [];
  server.on("connection", (socket: Socket) => held.push(socket));
  await new Promise((resolve) => server.once("listening", resolve));
  closing.push(() => {
    for (const socket of held) socket.destroy();
    server.close();
  });
  const open = (who = ann, method = "GET") => {
    const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
    closing.push(() => socket.destroy());
    const read = { text: "", ended: false };
    socket.on("data", (data) => {
      read.text += data.toString();
    });
    socket.on("end", () => {
      read.ended = true;
    });
    socket.on("error", () => {});
    socket.write(
      `${method} /v1/watch HTTP/1.1\r\nhost: a\r\n${subjectHeader}: ${who}\r\n${scopeHeader}: shopper\r\n\r\n`,
    );
    return { socket, read };
  };
  return { streams, router, open, held, counts };
};
const countedInAll = async (): Promise<number> => {
  const found = await metrics.getSingleMetric("http_server_active_requests")?.get();
  return found?.values.find(({ labels }) => labels.stream === "true")?.value ?? 0;
};
/** Files that run before in this process may have left some. */
let left = 0;
beforeAll(async () => {
  left = await countedInAll();
});
const streamsCounted = async (): Promise<number> => (await countedInAll()) - left;

describe("a stream of events over a connection", () => {
  it("begins with its head and first messages, and sends what is told", async () => {
    const { streams, open } = await start();
    const { read } = open();
    await expect.poll(() => read.text).toContain("data: first\n\n");
    expect(read.text).toMatch(/^HTTP\/1\.1 200 OK\r\ncontent-type: text\/event-stream\r\n/);
    expect(read.text).toContain("\r\nconnection: close\r\n");
    expect(read.text).toContain("x-served-by: demo=v1\r\n");
    expect(read.text).toContain("\r\n\r\nretry: 2000\n\n");
    for (const one of streams.of(ann)) one.send(message("second"));
    await expect.poll(() => read.text).toContain("data: second\n\n");
  });

  it("keeps nothing of HTTP: neither parser nor request nor their listeners", async () => {
    const { open, held } = await start();
    const { read } = open();
    await expect.poll(() => read.text).toContain("first");
    const [socket] = held;
    await expect.poll(() => Reflect.get(socket ?? {}, "parser")).toBeNull();
    expect(Reflect.get(socket ?? {}, "_httpMessage")).toBeNull();
    expect(socket?.eventNames().map((name) => [name, socket.listenerCount(name)])).toEqual([
      ["error", 1],
      ["end", 1],
      ["close", 1],
    ]);
  });

  it("is counted until its reader goes", async () => {
    const { streams, open, counts } = await start();
    const { socket, read } = open();
    await expect.poll(() => read.text).toContain("first");
    expect([streams.count(), await streamsCounted()]).toEqual([1, 1]);
    socket.destroy();
    await expect.poll(streams.count).toBe(0);
    expect([await streamsCounted(), counts]).toEqual([0, [1, 0]]);
    expect([...streams.of(ann)]).toEqual([]);
  });

  it("is refused with a problem beyond the limits, of the process and of one key", async () => {
    const { open } = await start(3);
    const mine = [open(), open()];
    await expect.poll(() => mine.every(({ read }) => read.text.includes("first"))).toBe(true);
    const { read } = open();
    await expect.poll(() => read.text).toContain("streams-exhausted");
    expect(read.text).toMatch(/^HTTP\/1\.1 503 [\s\S]*retry-after: 10\r\n/i);
    const other = open(bob);
    await expect.poll(() => other.read.text).toContain("first");
    const more = open(cat);
    await expect.poll(() => more.read.text).toContain("streams-exhausted");
  });

  it("gets a sign of life within twenty turns, and ends when the process drains", async () => {
    const { streams, open } = await start();
    const { read } = open();
    await expect.poll(() => read.text).toContain("first");
    for (let turn = 0; turn < 20; turn += 1) streams.beat();
    streams.drain();
    await expect.poll(() => read.ended).toBe(true);
    expect(read.text.endsWith("data: first\n\n: still here\n\n")).toBe(true);
    const later = open(bob);
    await expect.poll(() => later.read.text).toMatch(/503[\s\S]*retry-after: 1\r\n/i);
  });

  it("cuts a reader that does not read, instead of buffering without bound", async () => {
    const { streams, open } = await start();
    const { socket, read } = open();
    await expect.poll(() => read.text).toContain("first");
    socket.pause();
    const large = message("x".repeat(60_000));
    await expect
      .poll(() => {
        for (const one of streams.all()) for (let i = 0; i < 50; i += 1) one.send(large);
        return streams.count();
      })
      .toBe(0);
  });

  it("opens none for a HEAD request", async () => {
    const { streams, open } = await start();
    const { read } = open(ann, "HEAD");
    await expect.poll(() => read.text).toMatch(/^HTTP\/1\.1 200 OK/);
    expect(streams.count()).toBe(0);
  });
});

describe("a stream of events without a connection of its own", () => {
  it("is the body of the reply, and cut in the same way", async () => {
    const { streams, router } = await start();
    const headers = { [subjectHeader]: ann, [scopeHeader]: "shopper" };
    const reply = await router.request("/v1/watch", { headers });
    for (let i = 0; i < 100; i += 1) for (const one of streams.all()) one.send(message(String(i)));
    expect(streams.count()).toBe(0);
    expect(await reply.text()).toMatch(/^retry: 2000\n\ndata: first\n\ndata: 0\n\n/);
  });
});
