import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkout, ensureTools } from "@caravan/toolchain";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseAllDocuments, stringify } from "yaml";

let tools: Awaited<ReturnType<typeof ensureTools>>;
let folder: string;
beforeAll(async () => {
  tools = await ensureTools(["helm", "promtool"], { log: () => {} });
  folder = await mkdtemp(join(tmpdir(), "caravan-calendar-"));
}, 900_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const rulesWith = async (calendar: readonly object[]): Promise<string> => {
  const chart = join(checkout, "charts/observability");
  const template = ["template", "x", chart, "-s", "templates/alert-rules.yaml", "-f", "-"];
  const values = { scaling: { enabled: true, calendar } };
  const { stdout } = await execa(tools.path("helm"), template, { input: stringify(values) });
  const rules = parseAllDocuments(stdout)
    .map((document) => document.toJS())
    .find(({ kind, metadata }) => kind === "ConfigMap" && metadata.name === "alert-rules");
  return String(rules.data["scaling.yml"]);
};

/** Replicas wanted at these times. promtool's clock begins at 1970-01-01T00:00Z, a Thursday. */
const expectWanted = async (
  calendar: readonly object[],
  at: Readonly<Record<string, Record<string, number>>>,
) => {
  const [rules, test] = [join(folder, "scaling.yml"), join(folder, "test.yml")];
  await writeFile(rules, await rulesWith(calendar));
  const promql = Object.entries(at).map(([eval_time, wanted]) => ({
    expr: "caravan:scheduled_replicas",
    eval_time,
    exp_samples: Object.entries(wanted).map(([app, value]) => ({
      labels: `caravan:scheduled_replicas{namespace="shop",app="${app}"}`,
      value,
    })),
  }));
  const input_series = ["order", "order-v2", "user"].map((deployment) => ({
    series: `kube_deployment_spec_replicas{namespace="shop",deployment="${deployment}"}`,
    values: "1x3000",
  }));
  const content = { interval: "1m", input_series, promql_expr_test: promql };
  await writeFile(test, stringify({ rule_files: [rules], evaluation_interval: "1m", tests: [content] }));
  const { exitCode, all } = await execa(tools.path("promtool"), ["test", "rules", test], {
    reject: false,
    all: true,
  });
  expect(exitCode, all).toBe(0);
};

describe("the calendar of replicas", () => {
  it("wants none of any app outside of its entries, so that autoscalers always have a value", () =>
    expectWanted([], { "10m": { order: 0, user: 0 } }));

  it("wants replicas on days of the week, in the time zone that was named, from a minute up to another", () =>
    expectWanted(
      [{ app: "order", replicas: 4, days: ["thursday"], from: "08:30", to: "09:00", utcOffset: "+08:00" }],
      {
        "29m": { order: 0, user: 0 },
        "30m": { order: 4, user: 0 },
        "59m": { order: 4, user: 0 },
        "60m": { order: 0, user: 0 },
        "1470m": { order: 0, user: 0 },
      },
    ));

  it("takes a day of the week from the local time, also west of Greenwich", () =>
    expectWanted(
      [{ app: "user", replicas: 3, days: ["thursday"], from: "19:00", to: "24:00", utcOffset: "-05:00" }],
      { "1441m": { order: 0, user: 3 }, "1739m": { order: 0, user: 3 }, "1740m": { order: 0, user: 0 } },
    ));

  it("wants replicas in one period, and the most where entries overlap", () =>
    expectWanted(
      [
        { app: "order", replicas: 2, days: ["thursday"], from: "00:00", to: "24:00", utcOffset: "+00:00" },
        { app: "order", replicas: 8, begin: "1970-01-01T08:10:00+08:00", end: "1970-01-01T00:20:00Z" },
      ],
      { "9m": { order: 2, user: 0 }, "10m": { order: 8, user: 0 }, "20m": { order: 2, user: 0 } },
    ));

  it.each([
    [
      { days: ["monday"], from: "22:00", to: "08:00", utcOffset: "+00:00" },
      "from (22:00) must be before to (08:00)",
    ],
    [{ begin: "2026-12-12T20:00:00Z", end: "2026-12-12T19:00:00Z" }, "must be before end"],
    [{ days: ["monday"], from: "8:00", to: "09:00", utcOffset: "+00:00" }, "pattern"],
  ])("refuses %j", async (entry, says) => {
    await expect(rulesWith([{ app: "order", replicas: 2, ...entry }])).rejects.toThrow(says);
  });
});
