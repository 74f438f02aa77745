import { once } from "node:events";
import type { AddressInfo, Server } from "node:net";
import { connect } from "node:net";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { expect, test } from "vitest";
import { isCallerGone } from "./caller-gone.ts";

test("a caller that disconnects during its request is not a fault of the service", async () => {
  const caught = Promise.withResolvers<unknown>();
  const reading = Promise.withResolvers<void>();
  const hono = new Hono().post("/", async (c) => {
    reading.resolve();
    return c.json(await c.req.text());
  });
  hono.onError((error, c) => {
    caught.resolve(error);
    return c.body(null, 500);
  });
  const server = serve({ fetch: hono.fetch, port: 0, hostname: "127.0.0.1" }) as Server;
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, "127.0.0.1");
  socket.write("POST / HTTP/1.1\r\nhost: shop\r\ncontent-length: 100\r\n\r\nhalf");
  await reading.promise;
  socket.destroy();
  expect(isCallerGone(await caught.promise)).toBe(true);
  server.close();
});

test("any other error is", () => {
  for (const error of [new Error("aborted"), new TypeError("x is undefined"), "aborted", undefined])
    expect(isCallerGone(error)).toBe(false);
});
