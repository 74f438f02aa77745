import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureTools, type ToolPaths, until } from "@caravan/toolchain";
import { execa } from "execa";
import * as v from "valibot";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Chart, renderTiers, runTiers } from "./chart.ts";
import { dayName, lines, monthBefore, requests } from "./feed.ts";
import { ask, post, type Store, startStore } from "./stores.ts";

const month = monthBefore(new Date());
const [first, last] = [dayName(month, 0), dayName(month, month.days - 1)];
const yesterday = Math.floor(Date.now() / 86_400_000) * 86_400_000 - 86_400_000;
const recorded = "app:http_requests:rate5m";
/** The hot stores before the month has passed, and after. */
const [before, after] = ["-retentionPeriod=120d", "-retentionPeriod=14d"];
const insert = "insert/jsonline?_stream_fields=kubernetes.container_name,kubernetes.pod_name";

let tools: ToolPaths;
let chart: Chart;
let folder: string;
const running = new Set<Store>();
const start = async (
  program: "victoria-metrics" | "victoria-logs",
  name: string,
  ...flags: readonly string[]
) => {
  const store = await startStore(tools, program, join(folder, name), ...flags);
  running.add(store);
  return store;
};
const stop = async (store: Store) => {
  running.delete(store);
  await store.stop();
};
beforeAll(async () => {
  tools = await ensureTools(["helm", "victoria-metrics", "vmalert", "victoria-logs"], { log: () => {} });
  folder = await mkdtemp(join(tmpdir(), "caravan-tiers-"));
  chart = await renderTiers(tools);
}, 900_000);
afterAll(async () => {
  await Promise.all([...running].map((store) => store.stop()));
  await rm(folder, { recursive: true, force: true });
});

/** Runs the archive's script with the chart's policies. */
const tiers = (env: Readonly<Record<string, string>>, ...args: readonly string[]) =>
  runTiers(chart, { ARCHIVE: join(folder, "cold"), TMPDIR: folder, ...env }, ...args);
const Result = v.object({
  data: v.object({
    result: v.array(v.object({ values: v.array(v.tuple([v.number(), v.string()])) })),
  }),
});
/** Values of a series, one a day, from the first day of the month to now. */
const daily = async ({ address }: Store): Promise<readonly number[]> => {
  const query = { query: `sum(${recorded})`, start: `${month.from / 1000 + 43_200}`, step: "1d" };
  const { data } = v.parse(
    Result,
    JSON.parse(await ask(`${address}/api/v1/query_range`, { ...query, nocache: "1" })),
  );
  return data.result.flatMap(({ values }) => values.map(([at]) => at));
};
const ofMonth = (times: readonly number[]) =>
  times.filter((at) => at * 1000 < month.from + month.days * 86_400_000).length;
const Count = v.pipe(v.string(), v.parseJson(), v.object({ n: v.string() }));
const linesAt = async ({ address }: Store, query: string): Promise<number> =>
  Number(v.parse(Count, await ask(`${address}/select/logsql/query`, { query: `${query} | count() n` })).n);
const everything = `_time:[${first}, now]`;

it("a month of metrics is recorded, kept warm, archived, dropped and read back; one query spans hot and warm", async () => {
  let hot = await start("victoria-metrics", "hot", before);
  await post(`${hot.address}/api/v1/import`, requests(month));
  await post(`${hot.address}/internal/force_flush`);
  const rules = join(folder, "warm.yml");
  await writeFile(rules, chart.files("alert-rules")["warm.yml"] ?? "");
  const [from, to] = [month.from, month.from + month.days * 86_400_000].map((at) =>
    new Date(at).toISOString(),
  );
  await execa(tools.path("vmalert"), [
    ...[`-rule=${rules}`, `-datasource.url=${hot.address}`, `-remoteWrite.url=${hot.address}`],
    ...[
      `-replay.timeFrom=${from}`,
      `-replay.timeTo=${to}`,
      "-replay.rulesDelay=0s",
      "-replay.disableProgressBar",
    ],
  ]);
  await post(`${hot.address}/internal/force_flush`);

  await until("what was recorded can be asked for", async () =>
    ofMonth(await daily(hot)) === month.days ? true : undefined,
  );

  const federated = join(folder, "scrape.yml");
  const scrape = chart.files("victoria-metrics-warm")["scrape.yml"] ?? "";
  await writeFile(
    federated,
    scrape.replace(/victoria-metrics\..*:8428/, new URL(hot.address).host).replace("5m\n", "1s\n"),
  );
  const flags = [...chart.flags("victoria-metrics-warm"), `-promscrape.config=${federated}`];
  const warm = await start("victoria-metrics", "warm", ...flags);
  const env = { METRICS: hot.address, WARM_METRICS: warm.address };
  await tiers(env, "keep", "metrics", first, last);
  await tiers(env, "archive", "metrics", first, last);
  expect(await readdir(join(folder, "cold/metrics"))).toHaveLength(2 * month.days);

  // The month passes: of the hot store's data, only what is of today stays.
  await stop(hot);
  hot = await start("victoria-metrics", "hot", after);
  await post(`${hot.address}/api/v1/import/prometheus`, `${recorded}{app="order"} 7`);
  expect(ofMonth(await daily(hot))).toBe(0);
  await stop(warm);
  await writeFile(
    federated,
    scrape.replace(/victoria-metrics\..*:8428/, new URL(hot.address).host).replace("5m\n", "1s\n"),
  );
  const again = await start("victoria-metrics", "warm", ...flags);
  const spanning = { query: `sum(count_over_time(${recorded}[100d]))`, latency_offset: "1s", nocache: "1" };
  const today = { ...spanning, query: `${recorded} == 7` };
  await until("what is of today reaches the warm store", async () =>
    (await ask(`${again.address}/api/v1/query`, today)).includes('"7"') ? true : undefined,
  );
  expect(ofMonth(await daily(again))).toBe(month.days);

  const restored = await start("victoria-metrics", "restored", "-retentionPeriod=100y");
  await tiers({ TARGET: restored.address }, "restore", "metrics", first, last);
  await post(`${restored.address}/internal/force_flush`);
  expect(ofMonth(await daily(restored))).toBe(month.days);
}, 300_000);

it("a month of logs is archived, its lines of orders and warnings kept warm, dropped and read back; one query spans both stores", async () => {
  let hot = await start("victoria-logs", "logs", before);
  const send = async (store: Store, from: number) => post(`${store.address}/${insert}`, lines(from));
  for (let day = 0; day < month.days; day++) await send(hot, month.from + day * 86_400_000);
  await send(hot, yesterday);
  await ask(`${hot.address}/internal/force_flush`);
  const warm = await start("victoria-logs", "logs-warm", ...chart.flags("victoria-logs-warm"));
  const env = { LOGS: hot.address, WARM_LOGS: warm.address, METRICS: `${warm.address}/nowhere` };
  await tiers(env, "keep", "logs", first, last);
  await tiers(
    { ...env, METRICS: (await start("victoria-metrics", "own", after)).address },
    "archive",
    "logs",
    first,
    last,
  );
  await ask(`${warm.address}/internal/force_flush`);
  expect(await linesAt(warm, everything)).toBe(month.days * 48);
  await tiers(env, "keep", "logs", first, last);
  expect(await linesAt(warm, everything), "a day is not kept twice").toBe(month.days * 48);

  await stop(hot);
  hot = await start("victoria-logs", "logs", after);
  await until("the month is dropped", async () =>
    (await linesAt(hot, everything)) === 72 ? true : undefined,
  );
  const nodes = [hot, warm].map(({ address }) => new URL(address).host).join(",");
  const both = await start("victoria-logs", "logs-all", `-storageNode=${nodes}`, "-insert.disable");
  expect(await linesAt(both, everything)).toBe(month.days * 48 + 72);

  const restored = await start("victoria-logs", "logs-restored", "-retentionPeriod=100y");
  await tiers({ TARGET: restored.address }, "restore", "logs", first, last);
  await ask(`${restored.address}/internal/force_flush`);
  expect(await linesAt(restored, everything)).toBe(month.days * 72);
  expect(await linesAt(restored, `${everything} {kubernetes.pod_name="order-1"} level:warn`)).toBe(
    month.days * 24,
  );
}, 300_000);
