import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureTools } from "@caravan/toolchain";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { type Case, defaults } from "./cases/case.ts";
import { allCases } from "./cases/index.ts";
import { postedOf, within } from "./cases/posted.ts";
import { allAlerts, ruleFiles } from "./index.ts";
import type { Alert } from "./rule.ts";

let promtool: string;
let folder: string;
beforeAll(async () => {
  promtool = (await ensureTools(["promtool"], { log: () => {} })).path("promtool");
  folder = await mkdtemp(join(tmpdir(), "caravan-alerts-"));
  for (const [name, file] of Object.entries(ruleFiles)) await writeFile(rulesOf(name), stringify(file));
}, 900_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const rulesOf = (file: string) => join(folder, `${file}.yml`);

const expected = (one: Case) =>
  postedOf(one).map(({ labels: { alertname: _, ...labels }, annotations }) => ({
    exp_labels: labels,
    exp_annotations: annotations,
  }));

/** The cases as a test file of promtool. */
const testFile = (file: string, cases: readonly Case[]) => ({
  rule_files: [rulesOf(file)],
  evaluation_interval: cases[0]?.evaluated ?? defaults.every,
  tests: cases.map((one) => ({
    name: `${one.alert}: ${one.given}`,
    interval: one.every ?? defaults.every,
    input_series: Object.entries(one.series).map(([series, values]) => ({ series, values })),
    alert_rule_test: [{ eval_time: one.at ?? defaults.at, alertname: one.alert, exp_alerts: expected(one) }],
  })),
});

describe.each(Object.entries(allCases))("%s", (file, cases) => {
  it("has rules that Prometheus takes", async () => {
    const { exitCode, all } = await execa(
      promtool,
      ["check", "rules", "--lint=all", "--lint-fatal", rulesOf(file)],
      {
        reject: false,
        all: true,
      },
    );
    expect(exitCode, all).toBe(0);
  });

  it("fires for what it is about, in words with numbers, and for nothing else", async () => {
    const path = join(folder, `${file}_test.yml`);
    await writeFile(path, stringify(testFile(file, cases), { aliasDuplicateObjects: false }));
    const { exitCode, all } = await execa(promtool, ["test", "rules", path], { reject: false, all: true });
    expect(exitCode, all).toBe(0);
  }, 120_000);
});

const everyCase = Object.values(allCases).flat();
const isAbout = (alert: Alert, one: Case) =>
  one.alert === alert.name && (one.about === undefined || within(one.about, alert.labels));
const fires = (alert: Alert, one: Case) => one.fires.some(({ labels }) => within(alert.labels, labels));
/** Alerts that nothing stops: their absence is the message. */
const withoutCondition = (alert: Alert) => alert.expr === "vector(1)";

it.each(allAlerts.map((alert) => ({ ...alert, labels: alert.labels ?? {} })))(
  "$name $labels has a case in which it fires, and one in which it stays quiet",
  (alert) => {
    const cases = everyCase.filter((one) => isAbout(alert, one));
    expect(cases.some((one) => fires(alert, one))).toBe(true);
    expect(cases.some((one) => !fires(alert, one))).toBe(!withoutCondition(alert));
  },
);
