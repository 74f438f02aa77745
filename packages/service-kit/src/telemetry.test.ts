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

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startTelemetry({ app: "demo", version: "v2", endpoint, slowMilliseconds: 1_000 });
});

const exported = () =>
  received
    .filter(({ path }) => path === "/v1/traces")
    .map(({ body }) => body)
    .join("");
const bytes = (hexadecimal: string) => Buffer.from(hexadecimal, "hex").toString("latin1");
const trace = { sampled: "0af7651916cd43dd8448eb211c80319c", failing: "1bf7651916cd43dd8448eb211c80319c" };
const quiet = ["2cf7651916cd43dd8448eb211c80319c", "3df7651916cd43dd8448eb211c80319c"];

describe("with an endpoint configured", () => {
  it("exports a sampled request, and one that fails, as server spans named by their routes; nothing personal, and of others nothing", async () => {
    const router = createRouter({ app: "demo", version: "v2" });
    router.hono.post("/v1/things", async (c) => c.text(await c.req.text()));
    router.hono.get("/v1/things/:thing", (c) => c.text("ok"));
    router.hono.get("/v1/failing/:thing", () => {
      throw new Error("secret-thing");
    });
    const visit = (method: string, path: string, traceId: string, flags: string) =>
      router.request(path, {
        method,
        headers: {
          traceparent: `00-${traceId}-b7ad6b7169203331-${flags}`,
          authorization: "Bearer secret-thing",
          "x-forwarded-for": "secret-thing",
        },
        ...(method === "POST" ? { body: JSON.stringify({ password: "secret-thing" }) } : {}),
      });
    await visit("GET", "/v1/things/secret-thing", trace.sampled, "01");
    await visit("POST", "/v1/things?of=secret-thing", trace.sampled, "01");
    await visit("GET", "/v1/failing/secret-thing", trace.failing, "00");
    await visit("GET", "/v1/things/secret-thing", quiet[0] ?? "", "00");
    await visit("GET", "/v1/unknown/secret-thing", quiet[1] ?? "", "00");
    await stop();
    const spans = exported();
    for (const text of ["demo", "GET /v1/things/:thing", "POST /v1/things", "GET /v1/failing/:thing"])
      expect(spans).toContain(text);
    for (const traceId of Object.values(trace)) expect(spans).toContain(bytes(traceId));
    for (const traceId of quiet) expect(spans).not.toContain(bytes(traceId));
    // Neither path, query, headers nor body: a password, token or address never reaches a trace.
    expect(spans).not.toContain("secret-thing");
  });
});
