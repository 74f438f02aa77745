import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { healthRoutes } from "./health.ts";
import { createRouter } from "./router.ts";
import { startTelemetry } from "./telemetry.ts";

const collector = createServer((_, response) => response.end());
let stop: () => Promise<void>;
beforeAll(async () => {
  await new Promise<void>((resolve) => collector.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  stop = await startTelemetry({ app: "demo", version: "v2", endpoint, slowMilliseconds: 1_000 });
});
afterAll(async () => {
  await stop();
  collector.close();
});

const router = createRouter({ app: "demo", version: "v2" });
for (const path of ["/v1/traced", "/v1/untraced"]) router.hono.get(path, (c) => c.text("ok"));
router.hono.get("/v1/failing", (c) => c.text("no", 500));
const visit = (path: string, trace: string, flags: string) =>
  router.request(path, { headers: { traceparent: `00-${trace}-b7ad6b7169203331-${flags}` } });
const traces = Array.from({ length: 20 }, (_, i) => (i + 1).toString(16).padStart(32, "0"));

const scrape = async (accept?: string) => {
  const headers: HeadersInit = accept === undefined ? {} : { accept };
  const reply = await healthRoutes({}, () => false).request("/metrics", { headers });
  return { type: reply.headers.get("content-type"), text: await reply.text() };
};
/** As Prometheus asks when it stores exemplars, and as VictoriaMetrics asks. */
const prometheus =
  "application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.4,*/*;q=0.1";
const victoriaMetrics = "text/plain;version=0.0.4;q=1,*/*;q=0.1";
const linesOf = (text: string, route: string) => text.split("\n").filter((line) => line.includes(route));

it("a request that is traced is the exemplar of its bucket, the latest one alone, for a scraper that asks for OpenMetrics", async () => {
  for (const trace of traces) await visit("/v1/traced", trace, "01");
  await visit("/v1/untraced", traces[0] ?? "", "00");
  await visit("/v1/failing", traces[0] ?? "", "00");
  const open = await scrape(prometheus);
  expect(open.type).toMatch(/^application\/openmetrics-text/);
  expect(open.text).toMatch(/\n# EOF\n$/);
  const exemplars = linesOf(open.text, '"/v1/traced"').filter((line) => line.includes(" # {"));
  expect(exemplars.some((line) => line.includes(` # {trace_id="${traces.at(-1)}"} 0`))).toBe(true);
  expect(exemplars.length).toBeLessThanOrEqual(12);
  expect(linesOf(open.text, '"/v1/untraced"')).not.toEqual([]);
  expect(linesOf(open.text, '"/v1/untraced"').join()).not.toContain("trace_id");
  expect(linesOf(open.text, '"/v1/failing"').join(), "its trace is kept").toContain("trace_id");
});

it.each([undefined, victoriaMetrics, "*/*"])("a scraper that asks for %s gets plain text", async (accept) => {
  await visit("/v1/traced", traces[0] ?? "", "01");
  const { type, text } = await scrape(accept);
  expect(type).toMatch(/^text\/plain/);
  expect(text).not.toContain("trace_id");
});

it("a counter has the same name in both formats, scraped in any order", async () => {
  for (const accept of [undefined, prometheus, undefined, victoriaMetrics, prometheus])
    expect((await scrape(accept)).text).toMatch(/^caravan_requests_refused_for_memory_total /m);
});
