import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureTools, type ToolPaths, until } from "@caravan/toolchain";
import { keptAttribute } from "@caravan/tracing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { hotOrWarm, readTrace } from "../backends/traces.ts";
import { startBucket } from "./bucket.ts";
import { type Chart, renderTiers, runTiers } from "./chart.ts";
import { ask, atFreePorts, startProgram, startStore } from "./stores.ts";

const seconds = Math.floor(Date.now() / 86_400_000) * 86_400 - 82_800;
const yesterday = new Date(seconds * 1000).toISOString().slice(0, 10);
const ofUnsampled = { kept: `${"c".repeat(31)}1`, other: `${"c".repeat(31)}2` };
const ids = { failed: `${"a".repeat(31)}1`, refund: `${"a".repeat(31)}2`, ordinary: `${"a".repeat(31)}3` };

const attribute = (key: string, value: object) => ({ key, value });
/** A trace of one span. */
const span = (traceId: string, error: boolean, attributes: readonly object[]) => ({
  ...{ traceId, spanId: "b".repeat(16), name: "POST /v1/orders", kind: 2, attributes },
  ...{ startTimeUnixNano: `${seconds}000000000`, endTimeUnixNano: `${seconds}005000000` },
  status: error ? { code: 2 } : {},
});
const requestOf = (spans: readonly object[]) => {
  const resource = { attributes: [attribute("service.name", { stringValue: "order" })] };
  return JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans }] }] });
};
/** Yesterday's traces of one span each. */
const traces = () => {
  const order = [
    attribute("caravan.order.id", { stringValue: "ord_1" }),
    attribute("http.request.method", { stringValue: "POST" }),
  ];
  const spans = [
    span(ids.failed, true, order),
    span(ids.refund, false, [...order, attribute("caravan.refund", { boolValue: true })]),
    span(ids.ordinary, false, order),
  ];
  return requestOf(spans);
};

let tools: ToolPaths;
let chart: Chart;
let folder: string;
beforeAll(async () => {
  tools = await ensureTools(["helm", "victoria-metrics", "jaeger"], { log: () => {} });
  folder = await mkdtemp(join(tmpdir(), "caravan-traces-"));
  chart = await renderTiers(tools);
}, 900_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const usual = ["4317", "4318", "16685", "16686", "13133", "8888"];

/** Jaeger with the chart's configuration, at free ports and without the wait for late spans. */
const startJaeger = (name: string, store: "jaeger" | "jaeger-warm" = "jaeger") =>
  atFreePorts(usual.length, async (free) => {
    const ports = new Map(usual.map((port, index) => [port, free[index]]));
    const config = (chart.files(store)["config.yaml"] ?? "")
      .replace(new RegExp(`\\b(${usual.join("|")})\\b`, "g"), (port) => String(ports.get(port)))
      .replaceAll("0.0.0.0", "127.0.0.1")
      .replaceAll("/data/", `${join(folder, name)}/`)
      .replace("decision_wait: 10s", "decision_wait: 200ms")
      .replace(/(name: share,.*sampling_percentage: )\d+/, "$10");
    const file = join(folder, `${name}.yaml`);
    await writeFile(file, config);
    const at = (port: string) => `http://127.0.0.1:${ports.get(port)}`;
    const { stop } = await startProgram(tools.path("jaeger"), [`--config=${file}`], `${at("13133")}/status`);
    return { query: at("16686"), otlp: at("4318"), stop };
  });
const finds = async (query: string, id: string) =>
  (await fetch(`${query}/api/v3/traces/${id}`)).status === 200;

it("what an app exported of a trace that is not sampled is kept, whatever the share", async () => {
  const jaeger = await startJaeger("kept");
  const slow = attribute(keptAttribute, { stringValue: "slow" });
  const body = requestOf([span(ofUnsampled.kept, false, [slow]), span(ofUnsampled.other, false, [])]);
  const headers = { "content-type": "application/json" };
  expect((await fetch(`${jaeger.otlp}/v1/traces`, { method: "POST", headers, body })).status).toBe(200);
  await until("it is kept", async () => ((await finds(jaeger.query, ofUnsampled.kept)) ? true : undefined));
  expect(await finds(jaeger.query, ofUnsampled.other)).toBe(false);
  await jaeger.stop();
}, 300_000);

it("traces that failed or gave money back are archived in a bucket, and read back", async () => {
  const jaeger = await startJaeger("first");
  const headers = { "content-type": "application/json" };
  const sent = await fetch(`${jaeger.otlp}/v1/traces`, { method: "POST", headers, body: traces() });
  expect(sent.status).toBe(200);
  for (const id of Object.values(ids))
    await until(`trace ${id} is kept`, async () => ((await finds(jaeger.query, id)) ? true : undefined));
  const bucket = await startBucket("key");
  const own = await startStore(tools, "victoria-metrics", join(folder, "own"));
  const cold = {
    ...{ S3_URL: bucket.url, S3_REGION: "eu-central-1", S3_ACCESS_KEY: "key", S3_SECRET_KEY: "secret" },
    TMPDIR: folder,
  };
  const from = { ...cold, TRACES: jaeger.query, METRICS: own.address };
  await runTiers(chart, from, "archive", "traces", yesterday, yesterday);
  await jaeger.stop();
  expect([...bucket.objects.keys()]).toEqual(
    ["", ".sha256"].map((end) => `/caravan/tiers/traces/${yesterday}.jsonl.gz${end}`),
  );

  const empty = await startJaeger("second");
  await runTiers(chart, { ...cold, TARGET: empty.otlp }, "restore", "traces", yesterday, yesterday);
  for (const id of [ids.failed, ids.refund])
    await until(`trace ${id} is back`, async () => ((await finds(empty.query, id)) ? true : undefined));
  expect(await finds(empty.query, ids.ordinary)).toBe(false);
  const told = { query: "tier_archived_day_bytes", latency_offset: "1s" };
  await until("the archive says what it did", async () =>
    (await ask(`${own.address}/api/v1/query`, told)).includes('"traces"') ? true : undefined,
  );
  await Promise.all([empty.stop(), own.stop()]);
  bucket.close();
}, 300_000);

it("traces that failed or gave money back are kept warm, once, whatever the share of the hot store", async () => {
  const [hot, warm] = [await startJaeger("hot"), await startJaeger("warm", "jaeger-warm")];
  const headers = { "content-type": "application/json" };
  await fetch(`${hot.otlp}/v1/traces`, { method: "POST", headers, body: traces() });
  for (const id of Object.values(ids))
    await until(`trace ${id} is kept`, async () => ((await finds(hot.query, id)) ? true : undefined));
  const env = { TRACES: hot.query, WARM_TRACES: warm.otlp, TMPDIR: folder };
  for (const _ of ["a night", "the same again"])
    await runTiers(chart, { ...env, TRACES_CLASSES: "error=true" }, "keep", "traces", yesterday, yesterday);
  await until("it is warm", async () => ((await finds(warm.query, ids.failed)) ? true : undefined));
  const later = { ...{ metrics: "", alerts: "", logs: "" }, traces: "dropped", warmTraces: warm.query };
  const { base, traces: found } = await hotOrWarm(later, async (store) => {
    const trace = store === "dropped" ? undefined : await readTrace(store, ids.failed);
    return trace ? [trace] : [];
  });
  expect([base, found.map(({ spans }) => spans.length)]).toEqual([warm.query, [1]]);
  expect(await finds(warm.query, ids.ordinary)).toBe(false);
  await Promise.all([hot.stop(), warm.stop()]);
}, 300_000);

it.each(["metrics", "logs", "traces"])(
  "fails, and leaves nothing that looks whole, when the store of %s does not answer",
  async (kind) => {
    const gone = "http://127.0.0.1:1";
    const env = { ...{ METRICS: gone, LOGS: gone, TRACES: gone, WARM_LOGS: gone }, TMPDIR: folder };
    const run = (command: string) =>
      runTiers(chart, { ...env, ARCHIVE: join(folder, "cold") }, command, kind, yesterday, yesterday);
    for (const command of ["archive", "restore", "keep"]) {
      const { exitCode, all } = await run(command).catch((error) => error);
      expect([command, exitCode, all]).toEqual([command, 1, expect.stringContaining('"msg":"failed"')]);
    }
  },
  60_000,
);
