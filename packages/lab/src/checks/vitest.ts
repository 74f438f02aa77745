import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkout } from "@caravan/toolchain";
import { execa } from "execa";
import type { Check } from "./check.ts";
import { readReport } from "./vitest-report.ts";

/**
 * Runs a vitest configuration and counts its tests.
 *
 * @param words only files whose path has one of these in it; all files without any
 */
export const vitestCheck = (name: string, config: string, words: readonly string[] = []): Check => ({
  name,
  async run() {
    const folder = await mkdtemp(join(tmpdir(), "caravan-tests-"));
    try {
      const file = join(folder, "report.json");
      const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
      const root = config.includes("/") ? ["--root", join(config, "..")] : [];
      const { exitCode } = await execa(
        "pnpm",
        ["exec", "vitest", "run", "--config", join(checkout, config), ...root, ...reporters, ...words],
        {
          cwd: checkout,
          stdio: ["ignore", "inherit", "inherit"],
          reject: false,
        },
      );
      return readReport(await readFile(file, "utf8").catch(() => ""), exitCode);
    } finally {
      await rm(folder, { recursive: true });
    }
  },
});
