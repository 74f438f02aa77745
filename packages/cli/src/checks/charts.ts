import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { ensureTools } from "@caravan/toolchain";
import { execa } from "execa";
import { deployedApps } from "../platform/apps.ts";
import { checkout, yamlFiles } from "../platform/files.ts";
import type { Check } from "./check.ts";

interface Scenario {
  chart: string;
  values: readonly string[];
  set: readonly string[];
}

/** Every `ci/` scenario of every chart, and every app's own values. */
async function scenarios(): Promise<Scenario[]> {
  const charts = join(checkout, "charts");
  const names = (await readdir(charts, { withFileTypes: true })).filter(
    (entry) => entry.isDirectory() && entry.name !== "values",
  );
  const found: Scenario[] = [];
  for (const { name } of names) {
    for (const file of await yamlFiles(join(charts, name, "ci")))
      found.push({ chart: join(charts, name), values: [file], set: [] });
  }
  for (const app of await deployedApps()) {
    const set = [`image.repository=localhost/caravan/${app}`, "image.tag=check"];
    const chart = join(charts, "service");
    const values = [join(charts, `values/${app}.yaml`)];
    found.push({ chart, values, set }, { chart, values, set: [...set, "canary.enabled=true"] });
  }
  return found;
}

/** Lints and renders every chart in every scenario; needs no cluster. */
export const chartCheck: Check = {
  name: "charts: lint and render every scenario",
  async run() {
    const { path } = await ensureTools(["helm"]);
    const outcome = { passed: 0, failed: 0 };
    for (const { chart, values, set } of await scenarios()) {
      const flags = [
        ...values.flatMap((file) => ["--values", file]),
        ...set.flatMap((pair) => ["--set", pair]),
      ];
      const runs = await Promise.all([
        execa(path("helm"), ["lint", "--strict", "--quiet", chart, ...flags], { reject: false, all: true }),
        execa(path("helm"), ["template", "check", chart, ...flags], {
          reject: false,
          all: true,
          maxBuffer: 2 ** 26,
        }),
      ]);
      const faults = runs.filter(({ exitCode }) => exitCode !== 0);
      for (const { command, all } of faults) console.log(`${command}\n${all}`);
      outcome[faults.length === 0 ? "passed" : "failed"]++;
    }
    return outcome;
  },
};
