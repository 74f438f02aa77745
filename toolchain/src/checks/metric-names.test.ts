import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root } from "./manifests.ts";

/** The metrics that an app names itself, in the one file for it. */
const metricsOf = (app: string): string[] => {
  const file = join(root, "apps", app, "src/telemetry.ts");
  if (!existsSync(file)) return [];
  return [...readFileSync(file, "utf8").matchAll(/"(caravan_[a-z_]+)"/g)].map(([, name]) => name ?? "");
};

it("no two apps give the same name to different metrics", () => {
  const apps = readdirSync(join(root, "apps")).filter((app) => metricsOf(app).length > 0);
  expect(apps.length).toBeGreaterThan(5);
  const owners = Map.groupBy(
    apps.flatMap((app) => [...new Set(metricsOf(app))].map((name) => ({ app, name }))),
    ({ name }) => name,
  );
  const shared = [...owners].filter(([, users]) => users.length > 1);
  expect(shared.map(([name, users]) => `${name}: ${users.map(({ app }) => app).join(", ")}`)).toEqual([]);
});
