import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import * as v from "valibot";
import { checkout } from "../platform/files.ts";
import type { Check, Outcome } from "./check.ts";

const Report = v.object({ numPassedTests: v.number(), numFailedTests: v.number() });

/**
 * Counts the tests of a vitest run. A run that failed without a failed test (a file that does not load, no report at all) counts as one
 * failure.
 */
export function countTests(report: string, exitCode: number | undefined): Outcome {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Report), report);
  const { numPassedTests: passed, numFailedTests: failed } = parsed.success
    ? parsed.output
    : { numPassedTests: 0, numFailedTests: 0 };
  return { passed, failed: exitCode === 0 ? failed : Math.max(failed, 1) };
}

/** Runs a vitest configuration and counts its tests. */
export function vitestCheck(name: string, config: string): Check {
  return {
    name,
    async run() {
      const folder = await mkdtemp(join(tmpdir(), "caravan-tests-"));
      try {
        const file = join(folder, "report.json");
        const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
        const root = config.includes("/") ? ["--root", join(config, "..")] : [];
        const { exitCode } = await execa(
          "pnpm",
          ["exec", "vitest", "run", "--config", join(checkout, config), ...root, ...reporters],
          {
            cwd: checkout,
            stdio: ["ignore", "inherit", "inherit"],
            reject: false,
          },
        );
        return countTests(await readFile(file, "utf8").catch(() => ""), exitCode);
      } finally {
        await rm(folder, { recursive: true });
      }
    },
  };
}
