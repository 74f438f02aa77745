import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import * as v from "valibot";
import { expect, it } from "vitest";
import {
  type ExtractedRelease,
  extractPreviousRelease,
  overlayIds,
  overlayMigrations,
} from "./extract-release.ts";

const Report = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    testResults: v.array(
      v.object({
        name: v.string(),
        message: v.optional(v.string(), ""),
        assertionResults: v.array(
          v.object({ fullName: v.string(), status: v.string(), failureMessages: v.array(v.string()) }),
        ),
      }),
    ),
  }),
);
type Report = v.InferOutput<typeof Report>;

/** Runs the release's store tests, which open a MariaDB of their own with the migrations beside them. */
const runStoreTests = async ({ folder, apps }: ExtractedRelease): Promise<Report["testResults"]> => {
  const report = join(folder, "report.json");
  const filters = apps.map((app) => `apps/${app}/src/database/`);
  const vitest = join(folder, "node_modules/vitest/vitest.mjs");
  const options = ["--reporter=json", `--outputFile=${report}`, "--testTimeout=120000"];
  const { stderr } = await execa(process.execPath, [vitest, "run", ...filters, ...options], {
    cwd: folder,
    env: environment,
    extendEnv: false,
    reject: false,
  });
  const text = await readFile(report, "utf8").catch(() => {
    throw new Error(`The previous release's tests did not run: ${stderr}`);
  });
  return v.parse(Report, text).testResults;
};

/** The environment without this vitest's own variables. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(VITEST|VITE_|NODE_ENV|TEST$)/.test(name)),
);

it("the previous release works on the migrations of this one: all its store tests pass", async () => {
  const release = await extractPreviousRelease();
  try {
    await overlayMigrations(release);
    await overlayIds(release);
    const results = await runStoreTests(release);
    for (const app of release.apps) {
      const files = results.filter(({ name }) => name.includes(`/apps/${app}/src/database/`));
      const tests = files.flatMap(({ assertionResults }) => assertionResults);
      const failed = tests.filter(({ status }) => status !== "passed");
      const broken = files.filter(({ assertionResults }) => assertionResults.length === 0);
      expect(broken.map(({ name, message }) => `${name}: ${message}`)).toEqual([]);
      expect(failed.map(({ fullName, failureMessages }) => `${fullName}: ${failureMessages[0]}`)).toEqual([]);
      expect(tests.length, app).toBeGreaterThan(2);
    }
  } finally {
    await release.remove();
  }
}, 300_000);
