import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { postSigned } from "./post-signed.ts";

const receive = async (status: number, headers: Record<string, string> = {}) => {
  const received: { signature: unknown; body: string }[] = [];
  const server = createServer(async (incoming, reply) => {
    let body = "";
    for await (const part of incoming) body += part;
    received.push({ signature: incoming.headers["x-signature"], body });
    reply.writeHead(status, headers).end("more than is read");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const post = { url: `http://127.0.0.1:${port}/`, body: "{}", header: "x-signature", signature: "signed" };
  const refused = await postSigned(post).finally(() => server.close());
  return { received, refused };
};

it("a callback goes out once with its signature, and any 2xx accepts it", async () => {
  expect(await receive(202)).toEqual({ received: [{ signature: "signed", body: "{}" }], refused: undefined });
});

it("a redirect is not followed, and a pause that is asked for is reported", async () => {
  const moved = await receive(307, { location: "http://127.0.0.1:1/" });
  expect([moved.received.length, moved.refused]).toEqual([1, { failure: "status 307" }]);
  const busy = await receive(503, { "retry-after": "7" });
  expect(busy.refused).toEqual({ failure: "status 503", retryAfterSeconds: 7 });
});

it("a receiver that cannot be reached is a failure by name", async () => {
  const post = { url: "http://127.0.0.1:1/", body: "{}", header: "x-signature", signature: "signed" };
  expect(await postSigned(post)).toEqual({ failure: expect.stringMatching(/^\w+$/) });
});
