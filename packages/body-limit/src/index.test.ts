import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import { serve } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { limitBody } from "./index.ts";

const app = new Hono();
const made = vi.fn();
app.use(limitBody({ mostBytes: 10, onTooLarge: (c) => c.text("too large", 413) }));
app.post("/", async (c: Context) => {
  const body = await c.req.text();
  // A Request of undici's that node-server made for this message: only a look at its body, signal or clone makes one.
  if (Object.getOwnPropertySymbols(c.req.raw).some((key) => key.description === "requestCache")) made();
  return c.text(body);
});
let server: ReturnType<typeof serve>;
beforeAll(async () => {
  server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" });
  await once(server, "listening");
});
afterAll(() => server.close());

/** Sends a message byte for byte, and returns status and body of the reply. */
const send = async (headers: string, body: string): Promise<string> => {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  socket.end(`POST / HTTP/1.1\r\nhost: shop\r\nconnection: close\r\n${headers}\r\n\r\n${body}`);
  const reply = await text(socket);
  return `${reply.slice(9, 12)} ${reply.slice(reply.indexOf("\r\n\r\n") + 4)}`;
};

const chunked = (body: string) => `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;

test.each([
  ["of a declared length", "content-length: 10", "0123456789", "200 0123456789"],
  ["that declares to be larger", "content-length: 11", "0123456789a", "413 too large"],
  ["in chunks that is larger", "transfer-encoding: chunked", chunked("0123456789a"), "413 too large"],
])("a body %s is read or refused", async (_, headers, body, reply) => {
  expect(await send(headers, body)).toBe(reply);
});

test("a body in chunks is read", async () => {
  expect(await send("transfer-encoding: chunked", chunked("0123456789"))).toContain("0123456789");
});

test("a body with both a length and chunks is never read beyond the limit", async () => {
  const reply = await send("content-length: 1\r\ntransfer-encoding: chunked", chunked("0123456789a"));
  expect(reply).toMatch(/^4(00|13) /);
});

test("a body of a declared length costs no Request and no stream of its own", async () => {
  made.mockClear();
  await send("content-length: 3", "abc");
  expect(made).not.toHaveBeenCalled();
});
