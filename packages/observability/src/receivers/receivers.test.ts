import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureTools, type ToolPaths, until } from "@caravan/toolchain";
import { execa } from "execa";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { allCases } from "../alerts/cases/index.ts";
import { type Posted, postedOf } from "../alerts/cases/posted.ts";
import { allAlerts } from "../alerts/index.ts";
import { inhibited, postAlerts, renderConfig } from "./alertmanager.ts";
import { everyReceiver, openTold, readConfig, receivers, type Told } from "./told.ts";

/** Every alert that people are told of, as it fires in its case. */
const fired = Object.values(allCases)
  .flat()
  .flatMap(postedOf)
  .filter(({ labels }) => labels.severity !== "none");
const named = (name: string): Posted => {
  const one = fired.find(({ labels }) => labels.alertname === name);
  if (one === undefined) throw new Error(`no case fires ${name}`);
  return one;
};

let tools: ToolPaths;
let folder: string;
let count = 0;
beforeAll(async () => {
  tools = await ensureTools(["helm", "alertmanager", "amtool"], { log: () => {} });
  folder = await mkdtemp(join(tmpdir(), "caravan-alertmanager-"));
}, 900_000);
afterAll(() => rm(folder, { recursive: true, force: true }));
const next = () => join(folder, String(count++));
const amtool = (...args: string[]) => execa(tools.path("amtool"), args, { reject: false, all: true });

describe.each([
  { what: "by default", values: [] },
  { what: "with every receiver", values: [everyReceiver] },
])("the configuration $what", ({ values }) => {
  it("is taken by Alertmanager", async () => {
    const { exitCode, all } = await amtool("check-config", await renderConfig(tools, next(), { values }));
    expect(exitCode, all).toBe(0);
    expect(all).toContain("1 templates");
  });

  it.each([
    { severity: "page", to: "page" },
    { severity: "ticket", to: "ticket" },
    { severity: "none", to: values.length > 0 ? "heartbeat" : "nowhere" },
  ])("sends severity $severity to $to", async ({ severity, to }) => {
    const file = await renderConfig(tools, next(), { values });
    const args = ["config", "routes", "test", `--config.file=${file}`, `--verify.receivers=${to}`];
    const { exitCode, all } = await amtool(...args, `severity=${severity}`, "alertname=DeadMansSwitch");
    expect(exitCode, all).toBe(0);
  });
});

it("inhibits only alerts that exist, by alerts that exist", async () => {
  const { inhibit_rules } = await readConfig(await renderConfig(tools, next(), {}));
  const names = inhibit_rules
    .flatMap(({ source_matchers, target_matchers }) => [...source_matchers, ...target_matchers])
    .flatMap((matcher) => /^alertname=~?"(.+)"$/.exec(matcher)?.[1]?.split("|") ?? []);
  expect(names.length).toBeGreaterThan(5);
  for (const name of names)
    expect(
      allAlerts.some((alert) => new RegExp(`^${name}$`).test(alert.name)),
      name,
    ).toBe(true);
});

describe("Alertmanager", () => {
  let told: Told;
  beforeEach(async () => {
    told = await openTold(tools, next());
  });
  afterEach(() => told.close());

  it("tells every receiver what fires, in both languages, with numbers and links, and that it ended", async () => {
    const alert = named("SagaStalled");
    await postAlerts(told.running, [alert]);
    for (const receiver of receivers) {
      const { text } = await told.arrived(receiver, "Caravan", "FIRING 告警", "SagaStalled");
      expect(text).toContain("has been due for 1m 30s");
      expect(text).toContain("已等待 1m 30s");
      expect(text).toContain("https://grafana.example.com/d/caravan-saga");
      expect(text).toContain("/docs/runbooks/saga-stalled.md");
    }
    await postAlerts(told.running, [alert], new Date());
    for (const receiver of receivers) await told.arrived(receiver, "Caravan", "RESOLVED 恢复", "SagaStalled");
  });

  it.each([
    ["SagaStalled", "OrdersNeedAttention"],
    ["ServiceDown", "ServiceFails"],
    ["StoreDown", "ServiceDown"],
    ["ContainerOutOfMemory", "RestartLoop"],
  ])("while %s fires, holds back %s and nothing of another app", async (cause, effect) => {
    await postAlerts(told.running, [cause, effect, "PaymentsInTrouble"].map(named));
    await until("it is held back", async () =>
      (await inhibited(told.running)).includes(effect) ? true : undefined,
    );
    expect(await inhibited(told.running)).toEqual([effect]);
  });

  it.each(["BreakerOpen", "MemoryNearLimit"])(
    "tells %s, which may be why, while a page of the same app fires",
    async (cause) => {
      const effect = "OrdersNeedAttention";
      await postAlerts(told.running, ["ServiceSlow", cause, effect].map(named));
      await until("its effect is held back", async () =>
        (await inhibited(told.running)).includes(effect) ? true : undefined,
      );
      expect(await inhibited(told.running)).toEqual([effect]);
    },
  );

  it("puts as many alerts into a message as a robot takes", async () => {
    const { labels, annotations } = named("RestartLoop");
    await postAlerts(
      told.running,
      Array.from({ length: 60 }, (_, i) => ({ labels: { ...labels, pod: `order-${i}` }, annotations })),
    );
    const { text } = await told.arrived("wecom", "RestartLoop");
    expect(text).toContain("/docs/runbooks/restart-loop.md");
    for (const receiver of receivers) await told.arrived(receiver, "RestartLoop");
  });

  it("can tell of every alert there is", async () => {
    await told.close();
    told = await openTold(tools, next(), (config) => ({ ...config, inhibit_rules: [] }));
    await postAlerts(told.running, fired);
    for (const name of new Set(fired.map(({ labels }) => labels.alertname ?? "")))
      for (const receiver of receivers) await told.arrived(receiver, name);
  });
});
