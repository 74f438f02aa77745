import { execFileSync } from "node:child_process";
import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { root } from "./manifests.ts";

const Metrics = v.array(v.object({ name: v.string(), type: v.string(), labels: v.array(v.string()) }));

/** What an app's own telemetry exports, and the metrics that a process of it shows. */
const Telemetry = v.object({ exports: v.record(v.string(), v.string()), metrics: Metrics });

/** Loads the app's `telemetry.ts` in a process of its own, as the app does: a registry takes each name once. */
const script = (app: string) => `
  const kit = await import("@caravan/service-kit");
  const own = await import(${JSON.stringify(join(root, "apps", app, "src/telemetry.ts"))});
  const metrics = kit.metrics.getMetricsAsArray().map(({ name, type, labelNames = [] }) => ({ name, type, labels: [...labelNames].sort() }));
  console.log(JSON.stringify({ exports: Object.fromEntries(Object.entries(own).map(([name, it]) => [name, typeof it])), metrics }));`;

const load = (app: string) => {
  const output = execFileSync(process.execPath, ["--input-type=module", "--eval", script(app)], {
    cwd: join(root, "apps", app),
    encoding: "utf8",
  });
  return { app, ...v.parse(Telemetry, JSON.parse(output)) };
};

const all = readdirSync(join(root, "apps"))
  .filter((app) => existsSync(join(root, "apps", app, "src/telemetry.ts")))
  .map(load);
const shared = new Set(
  all[0]?.metrics
    .filter(({ name }) => all.every(({ metrics }) => metrics.some((it) => it.name === name)))
    .map(({ name }) => name),
);

describe("the metrics of all apps", () => {
  it("have one meaning each: the same name is the same type with the same labels", () => {
    expect(all.length).toBeGreaterThan(8);
    const uses = all.flatMap(({ app, metrics }) => metrics.map((metric) => ({ app, ...metric })));
    for (const [name, same] of Map.groupBy(uses, (metric) => metric.name)) {
      const kinds = new Set(same.map(({ type, labels }) => `${type} {${labels.join(",")}}`));
      expect([...kinds], `${name} of ${same.map(({ app }) => app).join(", ")}`).toHaveLength(1);
      const owners = same.map(({ app }) => app);
      if (!shared.has(name)) expect(owners, `${name} has one app`).toHaveLength(1);
    }
  });

  it.each(all)("of $app have our prefix", ({ metrics }) => {
    const own = metrics.filter(({ name }) => !shared.has(name));
    expect(own.length).toBeGreaterThan(0);
    expect(own.map(({ name }) => name).filter((name) => !/^caravan_[a-z_]+$/.test(name))).toEqual([]);
  });

  it.each(all)(
    "of $app are recorded by functions: nothing outside of telemetry.ts holds a metric",
    ({ exports }) => {
      expect(Object.entries(exports).filter(([, type]) => type !== "function")).toEqual([]);
    },
  );
});

describe("the metrics of ours that alerts and dashboards ask for", () => {
  const known = new Set(
    all.flatMap(({ metrics }) =>
      metrics.flatMap(({ name, type }) =>
        type === "histogram" ? ["bucket", "count", "sum"].map((part) => `${name}_${part}`) : [name],
      ),
    ),
  );
  /** Registered by service-kit when an app opens its database. */
  const opened = /^caravan_database_(blocked_changes|lock_refusals_total)$/;
  const files = globSync("charts/observability/{rules/*.yml,dashboards/*/*.json}", { cwd: root }).sort();

  it.each(files)("in %s are exported by an app", (file) => {
    const asked = readFileSync(join(root, file), "utf8").match(/\bcaravan_[a-z_]+/g) ?? [];
    expect([...new Set(asked)].filter((name) => !known.has(name) && !opened.test(name))).toEqual([]);
  });
});
