import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRouter } from "./router.ts";
import { startTelemetry } from "./telemetry.ts";

const received: { path: string | undefined; body: string }[] = [];
let collector: Server;
let endpoint: string;
beforeAll(async () => {
  collector = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push({ path: request.url, body: Buffer.concat(chunks).toString("latin1") });
      response.end();
    });
  });
  await new Promise<void>((resolve) => collector.listen(0, "127.0.0.1", resolve));
  endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
});
afterAll(() => collector.close());

describe("with an endpoint configured", () => {
  it("a sampled request is exported as a server span named by its route, in its caller's trace", async () => {
    process.env.OTEL_EXPORTER_OTLP_ENDPOINT = endpoint;
    const stop = await startTelemetry({ app: "demo", version: "v2", endpoint });
    const router = createRouter({ app: "demo", version: "v2" });
    router.hono.post("/v1/things", async (c) => c.text(await c.req.text()));
    router.hono.get("/v1/things/:thing", (c) => c.text("ok"));
    const traceId = "0af7651916cd43dd8448eb211c80319c";
    await router.request("/v1/things/secret-thing", {
      method: "GET",
      headers: {
        traceparent: `00-${traceId}-b7ad6b7169203331-01`,
        authorization: "Bearer secret-thing",
        "x-forwarded-for": "secret-thing",
      },
    });
    await router.request("/v1/things?of=secret-thing", {
      method: "POST",
      body: JSON.stringify({ password: "secret-thing" }),
      headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01` },
    });
    await stop();
    const spans = received
      .filter(({ path }) => path === "/v1/traces")
      .map(({ body }) => body)
      .join("");
    expect(spans).toContain("GET /v1/things/:thing");
    expect(spans).toContain("demo");
    expect(spans).toContain(Buffer.from(traceId, "hex").toString("latin1"));
    expect(spans).toContain("POST /v1/things");
    // Neither path, query, headers nor body: a password, token or address never reaches a trace.
    expect(spans).not.toContain("secret-thing");
  });
});
